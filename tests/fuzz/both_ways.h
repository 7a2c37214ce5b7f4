/* What must hold of every timeline, whatever script it ran: it goes back and forth over all stops
 * with equal hashes; statements executed in the past, undone and done again leave the history as it
 * was; heap_check finds nothing. */
#ifndef LASTREF_TESTS_FUZZ_BOTH_WAYS_H
#define LASTREF_TESTS_FUZZ_BOTH_WAYS_H

#include "chance.h"
#include "timeline/timeline.h"

typedef struct BothWays {
    uint32_t edits;          /* statements tried at stops by chance */
    uint32_t shutdown_stops; /* at the end, where nothing can be executed any more */
    uint32_t checked_stops;  /* about so many are looked at by heap_check on the way back */
    /* A statement for a stop by chance; the text lives until the next call. */
    const char *(*statement)(void *context, Chance *chance);
    void *context;
} BothWays;

/* False with what does not hold. The timeline has run its script; its history may have grown by
 * edits afterwards. */
bool both_ways(Timeline *timeline, const BothWays *plan, Chance *chance, Error *error);

#endif
