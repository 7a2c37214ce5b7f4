/* What Lastref prints for a script, compared with what python3 prints. */
#ifndef LASTREF_APP_VERIFY_H
#define LASTREF_APP_VERIFY_H

#include "base/text.h"

#include <stdbool.h>

typedef struct VerifyRun {
    Text out, err; /* borrowed */
    int status;    /* exit status */
} VerifyRun;

/* Compares line by line, addresses (0x...) renamed by their first appearance. What differs between
 * the two runs of python3 is undetermined and left out. Appends "identical", or the first
 * difference with both texts, and what was left out, as lines. True when nothing differs. */
bool verify_compare(VerifyRun ours, VerifyRun first, VerifyRun second, TextBuffer *told);

#endif
