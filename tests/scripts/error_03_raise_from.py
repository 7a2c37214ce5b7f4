# An exception with a cause.
class ConfigError(Exception):
    pass


def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise ConfigError("bad number: " + repr(text)) from error


print(parse("5"))
parse("five")
