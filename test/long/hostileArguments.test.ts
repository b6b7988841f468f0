// Data functions with random arguments: more of them than every day.
import "../hostile/long";
import "../hostile/arguments.test";
