// Checks of long texts: longer ones than every day.
import "../hostile/long";
import "../hostile/longTexts.test";
