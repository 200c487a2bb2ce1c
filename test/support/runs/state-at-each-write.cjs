/**
 * Keeps a copy of a folder before each single write below it, by any process or thread: for `node --require`.
 * The copy is what a machine leaves on its disk that dies at this moment.
 *
 * STATES_OF: the folder, an absolute path; STATES: the folder for the copies `0000`, `0001`, …, each in
 * `state`, beside `write` that names the write.
 */
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const { join, resolve } = require("node:path");

const { STATES_OF, STATES } = process.env;
const { cpSync, existsSync, mkdirSync, openSync, closeSync, readdirSync, rmSync, writeFileSync } =
  fs;

function keep(what, path) {
  if (typeof path !== "string" || !resolve(path).startsWith(STATES_OF)) return;
  const state = nextState();
  writeFileSync(join(state, "write"), `${what} ${resolve(path).slice(STATES_OF.length + 1)}`);
  if (existsSync(STATES_OF)) copyTo(join(state, "state"));
}

/** A new folder in `STATES`; another process may take the same number at the same moment. */
function nextState() {
  for (let number = readdirSync(STATES).length; ; number++) {
    const state = join(STATES, String(number).padStart(4, "0"));
    try {
      mkdirSync(state);
      return state;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

/** Copies the folder, anew if another process renames or removes a file of it meanwhile. */
function copyTo(state) {
  for (;;) {
    try {
      return cpSync(STATES_OF, state, { recursive: true });
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
      rmSync(state, { recursive: true, force: true });
    }
  }
}

const isWrite = (flags) => flags !== undefined && flags !== "r";
const { promises } = fs;
for (const name of ["mkdir", "rename", "rm", "rmdir", "writeFile", "appendFile", "unlink"]) {
  const original = promises[name];
  promises[name] = async (path, ...rest) => {
    keep(name, path);
    return original(path, ...rest);
  };
  const sync = fs[`${name}Sync`];
  fs[`${name}Sync`] = (path, ...rest) => {
    keep(name, path);
    return sync(path, ...rest);
  };
}
const { open } = promises;
promises.open = async (path, flags, ...rest) => {
  if (isWrite(flags)) keep("open", path);
  const handle = await open(path, flags, ...rest);
  if (isWrite(flags)) {
    for (const name of ["writeFile", "appendFile", "write"]) {
      const original = handle[name];
      handle[name] = async (...args) => {
        keep(name, path);
        return original.apply(handle, args);
      };
    }
  }
  return handle;
};
const files = new Map();
fs.openSync = (path, flags, ...rest) => {
  if (isWrite(flags)) keep("open", path);
  const file = openSync(path, flags, ...rest);
  if (isWrite(flags)) files.set(file, path);
  return file;
};
for (const name of ["writeSync", "ftruncateSync"]) {
  const original = fs[name];
  fs[name] = (file, ...rest) => {
    keep(name, files.get(file));
    return original(file, ...rest);
  };
}
fs.closeSync = (file) => {
  files.delete(file);
  closeSync(file);
};
syncBuiltinESMExports();
