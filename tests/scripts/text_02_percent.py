# The % operator of strings.
print("%s and %s" % ("a", 1), "%s" % "one", "%s" % [1, 2], "%s" % (None,), "%r %r" % ("q", 1.5))
print("%d %i %5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 4, 5, 6, 7))
print("%x %X %#x %o %#o %c %c" % (255, 255, 255, 8, 8, 65, "z"))
print("%f %.2f %8.3f|%-8.1f|%e %.1e %g %g %G" % (1.5, 2.345, 3.14159, 2.5, 12345.678, 0.00012, 1e10, 0.0001, 1e-10))
print("%10s|%-10s|%.2s|%5.1s|" % ("right", "left", "cut", "xyz"))
print("100%% of %d" % 3, "%%" % ())
print("%(name)s is %(age)d, %(name)r" % {"name": "Bo", "age": 5, "unused": 0})
print("%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159))
print("%s" % True, "%d" % True, "%d" % 3.99, "%d" % -3.99, "%s" % 3.0, "%i" % 10 ** 20)
print("%a" % "é", "%5s|%-5s|" % (None, True))
for bad in (lambda: "%d" % "x", lambda: "%d %d" % (1,), lambda: "%d" % (1, 2), lambda: "%(a)s" % {}, lambda: "%z" % 1,
            lambda: "%c" % "ab", lambda: "%s %s" % "one", lambda: "%(a)s" % 5, lambda: "plain" % 1, lambda: "%x" % 1.5, lambda: "%"  % 1):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
t = "%s"
t %= "in place"
print(t, "plain" % (), "x" % {})
