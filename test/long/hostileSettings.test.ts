// Data functions with random settings: more of them than every day.
import "../hostile/long";
import "../hostile/settings.test";
