// Jest runs this for every test file. No test sees a variable of DigitalOcean that the machine or another test has set,
// and the time limit is one for a busy machine.
function clear(): void {
  for (const name of Object.keys(process.env).filter((variable) => variable.startsWith("DIGITALOCEAN_"))) {
    Reflect.deleteProperty(process.env, name);
  }
}

clear();
afterEach(clear);
jest.setTimeout(30_000);
