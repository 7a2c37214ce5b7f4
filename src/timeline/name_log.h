/* Under which names the objects of a history have been known, and when: what a card that lost its
 * last name says it "was". Made by one walk over the stops; the same for everyone who looks,
 * wherever they came from.
 *
 * A name is not a holder; nothing here touches the image. */
#ifndef LASTREF_TIMELINE_NAME_LOG_H
#define LASTREF_TIMELINE_NAME_LOG_H

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"
#include "timeline/timeline.h"

/* One object under one name. */
typedef struct NameSpell {
    uint32_t serial;      /* of the object's birth */
    uint32_t older;       /* the object's spell before this one, index + 1; 0: none */
    uint32_t from, until; /* the first and the last stop at which the name was seen */
    bool global;          /* a name of the module */
    const char *name;     /* in the arena */
} NameSpell;

typedef struct NameLog {
    Arena arena;
    Array(NameSpell) spells;
    uint32_t *newest; /* spell index + 1 by serial: open addressing */
    uint32_t mask;
} NameLog;

/* Walks all stops of the timeline and stands where it stood. Bounded: of a very long history only
 * its beginning is known. A zeroed log is empty. */
void name_log_build(NameLog *log, Timeline *timeline);
void name_log_deinit(NameLog *log);

/* The last name that the object had up to the stop; a name of the module before any other, or
 * those alone. Empty when it had none. Valid until the log is built again. */
Text name_log_last(const NameLog *log, Handle object, uint32_t stop, bool only_global);

#endif
