// Writes the SDK of a Pulumi schema, for one language. With "check" it only binds the schema.
// Usage: generate-sdk <schema.json> <nodejs|python|go> <folder>, or generate-sdk <schema.json> check
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// The name in the header of the generated files.
const tool = "pulumi-digitalocean-databases"

type files = map[string][]byte

var languages = map[string]func(*schema.Package) (files, error){
	"nodejs": func(pkg *schema.Package) (files, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil)
	},
	"python": func(pkg *schema.Package) (files, error) { return python.GeneratePackage(tool, pkg, nil, nil) },
	"go":     func(pkg *schema.Package) (files, error) { return gogen.GeneratePackage(tool, pkg, nil) },
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 2 && args[1] == "check" {
		_, err := bind(args[0])
		return err
	}
	if len(args) != 3 || languages[args[1]] == nil {
		return fmt.Errorf("usage: generate-sdk <schema.json> <nodejs|python|go> <folder>, or <schema.json> check")
	}
	pkg, err := bind(args[0])
	if err != nil {
		return err
	}
	generated, err := languages[args[1]](pkg)
	if err != nil {
		return err
	}
	return write(generated, args[2])
}

// bind reads and binds a schema. Every diagnostic is printed, and any of them is an error, also a warning.
func bind(file string) (*schema.Package, error) {
	source, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	decoder := json.NewDecoder(source)
	// The binder ignores unknown fields, so that a misspelled one would have no effect.
	decoder.DisallowUnknownFields()
	var spec schema.PackageSpec
	if err := decoder.Decode(&spec); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	for _, diagnostic := range diagnostics {
		// Diagnostic.Error would start with the position, which the binder does not know.
		fmt.Fprintln(os.Stderr, strings.TrimRight(diagnostic.Summary+"; "+diagnostic.Detail, "; "))
	}
	if err == nil && len(diagnostics) > 0 {
		err = fmt.Errorf("%s: the binder has %d diagnostics", file, len(diagnostics))
	}
	return pkg, err
}

func write(generated files, folder string) error {
	for name, content := range generated {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
