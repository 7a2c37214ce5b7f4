/* Expressions of lessons: goals of tasks, right answers, objects to show. README.md beside this
 * file has the language. They are computed from the picture of one moment and run no Python.
 *
 * Bounds: GOAL_BYTES_MAX bytes, GOAL_DEPTH_MAX levels. Types are checked when an expression is
 * parsed, as far as they are known then: a path may turn out to be a number, a text or neither. */
#ifndef LASTREF_LESSON_GOAL_H
#define LASTREF_LESSON_GOAL_H

#include "lesson/goal_number.h"
#include "lesson/lesson_run.h"
#include "lesson/lesson_words.h"

enum { GOAL_BYTES_MAX = 1000, GOAL_DEPTH_MAX = 40 };

typedef enum GoalType {
    GOAL_NUMBER,
    GOAL_TRUTH,
    GOAL_TEXT,
    GOAL_OBJECT /* a path, None, `it` */
} GoalType;

typedef struct GoalNode GoalNode;

/* Immutable; lives in the arena that it was parsed into. Zeroed: none. */
typedef struct Goal {
    const GoalNode *root; /* null: none */
    GoalType type;
    Text source;      /* as written */
    size_t offset;    /* of the source in the lesson's file */
    bool uses_it;     /* `it` occurs in it */
    bool uses_before; /* `before(...)` does */
} Goal;

/* Parses the expression that the words begin with, up to the first word that cannot belong to it
 * (such as `because`). False with a mistake. */
bool goal_parse(Words *words, Arena *arena, Goal *out, LessonMistakes *mistakes);
/* Whether the whole text is a path (`a.b[0]`); then *out is it. Tells no mistakes. */
bool goal_parse_path(Words words, Arena *arena, Goal *out);
/* Whether the expression is a path that an assignment could write to: `a`, `a.b`, `a[0]`. */
bool goal_is_place(const Goal *goal);

typedef enum GoalNameKind {
    GOAL_NAMES_OBJECT,
    GOAL_NAMES_TYPE /* as `count(TYPE)` does */
} GoalNameKind;

/* Hands out each name that the expression mentions, with its place in the lesson's file. */
void goal_each_name(const Goal *goal,
                    void (*visit)(void *context, Text name, GoalNameKind kind, size_t offset),
                    void *context);

/* ---- values: goal_value.c ---- */

typedef struct GoalValue {
    GoalType type;
    GoalNumber number;
    bool truth;
    Text text;      /* in the arena of the evaluation, or the snapshot's */
    Handle object;  /* GOAL_OBJECT: alive or not; None is an object, too */
    uint32_t index; /* of it in the moment's snapshot, or SNAPSHOT_NONE: freed, or not shown */
    bool none;      /* it is None, whatever `object` says */
    const SnapObject *was; /* GOAL_OBJECT of `before(...)`: what it was like then; else null */
} GoalValue;

/* Why an expression has no value at a moment. */
typedef struct GoalFault {
    size_t offset; /* in the lesson's file */
    char text[240];
} GoalFault;

/* Computes the expression at a moment; what stands in `before(...)` at the one that the moment
 * knows as `before`, which has to stay as long as the value. `it` is the object that `it` stands
 * for, null where it is not used. False with a fault; `fault` may be null. Texts go into `arena`.
 */
bool goal_value(const Goal *goal, const Moment *moment, Handle it, Arena *arena, GoalValue *out,
                GoalFault *fault);
/* Whether a condition holds; false where it has no value. */
bool goal_holds(const Goal *goal, const Moment *moment);
/* What a path leads to now: a name that is bound to nothing leads nowhere. False: nothing. */
bool goal_find(const Goal *path, const Moment *moment, GoalValue *out);
/* Whether two values are the same answer: numbers, texts, truths by value, objects by identity. An
 * object that is a number, text or truth is compared by value with those. */
bool goal_value_equal(const GoalValue *a, const GoalValue *b, const Moment *moment, Arena *arena);
/* A number, or an object that is one. False: it is neither. */
bool goal_value_number(const GoalValue *value, const Moment *moment, GoalNumber *out);
/* Appends the value for people: `3`, `0.5`, `True`, the text, an object's short repr: of
 * `before(...)` the one that it had then. */
void goal_value_append(const GoalValue *value, const Moment *moment, TextBuffer *out);

#endif
