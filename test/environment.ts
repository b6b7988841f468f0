// Jest runs this for every test file: no test sees a variable of DigitalOcean that the machine or another test has set.
function clear(): void {
  for (const name of Object.keys(process.env).filter((variable) => variable.startsWith("DIGITALOCEAN_"))) {
    Reflect.deleteProperty(process.env, name);
  }
}

clear();
afterEach(clear);
