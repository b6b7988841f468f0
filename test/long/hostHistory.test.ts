// The provider host with random histories: more of them than every day.
import "../hostile/long";
import "../host/history.test";
