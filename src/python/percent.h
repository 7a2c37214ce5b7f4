/* The % operator of str and bytes: what the two share. The format is read from `format`, or from
 * `bytes` when that is not null; in the text of bytes a point is a byte. */
#ifndef LASTREF_PYTHON_PERCENT_H
#define LASTREF_PYTHON_PERCENT_H

#include "python/format_writer.h"

/* Slots of the native frame. */
enum { PERCENT_RESULT, PERCENT_VALUES, PERCENT_KEY };

enum { FLAG_LEFT = 1, FLAG_SIGN = 2, FLAG_BLANK = 4, FLAG_ALTERNATE = 8, FLAG_ZERO = 16 };

typedef struct Percent {
    Vm *vm;
    Ref format, frame;
    const uint8_t *bytes;
    uint32_t at, length;
    Ref values;    /* a tuple, or one value; borrowed from the caller or the frame */
    int64_t index; /* next item of the tuple; -2: the one value is not used yet, -1: it is */
    int64_t count; /* of the tuple, -1 for one value */
    Ref mapping;   /* borrowed, or null */
    FormatWriter writer;
} Percent;

/* One conversion. */
typedef struct Conversion {
    int flags;
    int64_t width, precision; /* -1: none */
    uint32_t code;
} Conversion;

/* With the values: format or bytes, length and frame are the caller's to set. */
Percent percent_of(Vm *vm, Ref values);

bool percent_at_end(const Percent *percent);
/* What follows a "%", up to its letter. */
bool percent_read_conversion(Percent *percent, Conversion *conversion);
/* The next value, borrowed; null with TypeError when there is none. */
Ref percent_next_value(Percent *percent);
/* "%d" and its like, "%f" and its like. */
bool percent_put_number(Percent *percent, const Conversion *conversion, Ref value);
/* Sign, prefix and padding around a text. */
bool percent_put_padded(Percent *percent, const Conversion *conversion, const Points *text,
                        bool numeric);
/* ValueError for an unknown letter: false. */
bool percent_raise_code(const Percent *percent, uint32_t code);
/* TypeError when values are left: "string" or "bytes" formatting. */
bool percent_check_used(const Percent *percent, const char *kind);

#endif
