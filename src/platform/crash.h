/* The last words of a program that a fatal signal ends (SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL):
 * a line in the log, and a marker by which the next start knows. What the person did is in the
 * journal already, written as it was done (app/files/journal.h). The signal then does what it would
 * have done: a core dump where the system makes them, and the exit status of a signal.
 *
 * A program that is asked to end (SIGTERM, SIGHUP, SIGINT) ends as well, with a line in the log and
 * without a marker: that is no fault. */
#ifndef LASTREF_PLATFORM_CRASH_H
#define LASTREF_PLATFORM_CRASH_H

/* From now on; `log` and `marker` are paths of files, copied; a path that is "" or too long for the
 * system is left out. Once a program. */
void crash_watch(const char *log, const char *marker);
/* From here on the program ends as it should. A library that ends it before (SDL's of X, when the
 * display is gone) is told in the log as well. */
void crash_leave(void);

#endif
