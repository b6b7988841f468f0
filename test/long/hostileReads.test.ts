// Data functions with random answers: more of them than every day.
import "../hostile/long";
import "../hostile/reads.test";
