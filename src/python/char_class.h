/* What kind of character a code point is, and its case forms.
 *
 * White space, decimal digits and printability follow Unicode 14 (CPython 3.11) everywhere. Letters
 * and case are known by rule for ASCII, Latin-1, Latin Extended-A, Greek, Cyrillic and for scripts
 * and symbols without case that are listed in char_class.c; the rest is CHAR_UNKNOWN, and callers
 * refuse it rather than guess. */
#ifndef LASTREF_PYTHON_CHAR_CLASS_H
#define LASTREF_PYTHON_CHAR_CLASS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum CharClass {
    CHAR_UNKNOWN,
    CHAR_UPPER,
    CHAR_LOWER,
    CHAR_LETTER,  /* without case */
    CHAR_DECIMAL, /* isdecimal, isdigit, isnumeric */
    CHAR_DIGIT,   /* isdigit, isnumeric: superscripts */
    CHAR_NUMERIC, /* isnumeric: fractions */
    CHAR_OTHER
} CharClass;

CharClass char_class(uint32_t point);
bool char_is_space(uint32_t point);
/* str.splitlines breaks here. */
bool char_is_line_break(uint32_t point);
bool char_is_printable(uint32_t point);
/* The value of a decimal digit of any script, or -1. */
int char_decimal(uint32_t point);

enum { CHAR_FORMS_MAX = 3 };

/* Case forms: write 1 to 3 code points and return how many. The class must be known. The final
 * sigma rule of str.lower is the caller's. */
int char_lower(uint32_t point, uint32_t out[CHAR_FORMS_MAX]);
int char_upper(uint32_t point, uint32_t out[CHAR_FORMS_MAX]);
int char_title(uint32_t point, uint32_t out[CHAR_FORMS_MAX]);
int char_fold(uint32_t point, uint32_t out[CHAR_FORMS_MAX]);

/* XID_Start and XID_Continue with CPython's underscore. The class must be known. */
bool char_starts_name(uint32_t point);
bool char_continues_name(uint32_t point);

#endif
