# Runs a program in a terminal and answers its prompts: answerPrompts.py prompt=answer … -- program argument …
# Each prompt is a text that the program prints. Prints what the program printed; ends as the program ends.
import os
import pty
import select
import sys
import time

divider = sys.argv.index("--")
answers = [answer.split("=", 1) for answer in sys.argv[1:divider]]
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[divider + 1], sys.argv[divider + 1 :])

unanswered = b""
deadline = time.monotonic() + 150
while time.monotonic() < deadline:
    readable, _, _ = select.select([terminal], [], [], 1)
    if not readable:
        continue
    try:
        printed = os.read(terminal, 4096)
    except OSError:
        break
    if not printed:
        break
    sys.stdout.buffer.write(printed)
    unanswered += printed
    # The program asks the terminal for the cursor's place.
    if b"\x1b[6n" in printed:
        os.write(terminal, b"\x1b[1;1R")
    if answers and answers[0][0].encode() in unanswered:
        time.sleep(0.3)
        os.write(terminal, answers.pop(0)[1].encode())
        time.sleep(0.3)
        os.write(terminal, b"\r")
        unanswered = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
