# sys.exit(TUPLE) outside of any try: nobody makes an exception of it, so that it is printed whole.
import sys


class Loud:
    def __del__(self):
        print('del', self.n)


def leave(code):
    local = Loud()
    local.n = code
    sys.exit(code)


for code in (3,), (1, 2), 4, None, 'text':
    try:
        leave(code)
    except SystemExit as error:
        print(error.code, error.args)
leave((7,))
