// Jest has this file in place of a module that the SDK loads to serialise functions.
module.exports = {};
