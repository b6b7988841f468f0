// Jest has this file in place of modules that the SDK loads to serialise functions.
module.exports = {};
