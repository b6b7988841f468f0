// connectionFor with random clusters: more of them than every day.
import "../hostile/long";
import "../hostile/connectionFor.test";
