# sys.exit with a text: it goes to stderr, status 1.
import sys

try:
    print("work")
    sys.exit("stopped: no more work")
finally:
    print("cleaned up")
