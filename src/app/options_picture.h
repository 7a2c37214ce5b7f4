/* The options of `lastref export` that say how pictures are made. Internal to app/options. */
#ifndef LASTREF_APP_OPTIONS_PICTURE_H
#define LASTREF_APP_OPTIONS_PICTURE_H

#include "app/options.h"

typedef enum OptionResult {
    OPTION_OTHER, /* none of these */
    OPTION_TAKEN,
    OPTION_WRONG /* the message tells */
} OptionResult;

/* `value` is the word after it, or null; *used says whether it was taken. */
OptionResult picture_option(const char *name, const char *value, Options *options, bool *used,
                            Error *error);

/* What only the whole line can tell; fills in what follows from what was said. `step_chosen`: by
 * --step or --last. */
bool picture_options_check(Options *options, bool step_chosen, Error *error);

#endif
