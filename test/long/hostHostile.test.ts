// The provider host with random answers: more of them than every day.
import "../hostile/long";
import "../host/hostile.test";
