// The first import of the files in test/long whose tests try random values: they try more of them.
import "../unit/failAtOnce";

process.env["FAST_CHECK_FACTOR"] ??= "20";
