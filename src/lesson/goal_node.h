/* What a parsed expression is made of: between goal.c, which makes it, and goal_value.c, which
 * computes it. Internal to the two. */
#ifndef LASTREF_LESSON_GOAL_NODE_H
#define LASTREF_LESSON_GOAL_NODE_H

#include "lesson/goal.h"

typedef enum GoalOp {
    GOAL_OP_NUMBER,
    GOAL_OP_TEXT,
    GOAL_OP_TRUTH,
    GOAL_OP_NONE,
    GOAL_OP_IT,
    GOAL_OP_NAME,   /* `text`; `frame` or empty */
    GOAL_OP_ATTR,   /* left . text */
    GOAL_OP_ITEM,   /* left [ number or text: right ] */
    GOAL_OP_DEREF,  /* left () */
    GOAL_OP_CALL,   /* `function`: left, right, text */
    GOAL_OP_BEFORE, /* left, at the moment that is known as `before` */
    GOAL_OP_EQUAL,
    GOAL_OP_UNEQUAL,
    GOAL_OP_LESS,
    GOAL_OP_LESS_EQUAL,
    GOAL_OP_MORE,
    GOAL_OP_MORE_EQUAL,
    GOAL_OP_IS,
    GOAL_OP_IS_NOT,
    GOAL_OP_ADD,
    GOAL_OP_SUBTRACT,
    GOAL_OP_MULTIPLY,
    GOAL_OP_DIVIDE,
    GOAL_OP_FLOOR_DIVIDE,
    GOAL_OP_REMAINDER,
    GOAL_OP_AND,
    GOAL_OP_OR,
    GOAL_OP_NOT,
    GOAL_OP_NEGATIVE
} GoalOp;

typedef enum GoalArgument {
    GOAL_TAKES_NOTHING,
    GOAL_TAKES_OBJECT,
    GOAL_TAKES_TWO,
    GOAL_TAKES_NAME, /* or `it` */
    GOAL_TAKES_TYPE,
    GOAL_TAKES_STRING
} GoalArgument;

/* X(ENUM, name, argument, type) */
#define GOAL_FUNCTIONS(X)                                                                          \
    X(REFCOUNT, "refcount", GOAL_TAKES_OBJECT, GOAL_NUMBER)                                        \
    X(SIZE, "size", GOAL_TAKES_OBJECT, GOAL_NUMBER)                                                \
    X(LEN, "len", GOAL_TAKES_OBJECT, GOAL_NUMBER)                                                  \
    X(TYPE, "type", GOAL_TAKES_OBJECT, GOAL_TEXT)                                                  \
    X(GENERATION, "generation", GOAL_TAKES_OBJECT, GOAL_NUMBER)                                    \
    X(TRACKED, "tracked", GOAL_TAKES_OBJECT, GOAL_TRUTH)                                           \
    X(SHARED, "shared", GOAL_TAKES_OBJECT, GOAL_TRUTH)                                             \
    X(GC_REFS, "gc_refs", GOAL_TAKES_OBJECT, GOAL_NUMBER)                                          \
    X(SUSPECTED, "suspected", GOAL_TAKES_OBJECT, GOAL_TRUTH)                                       \
    X(REACHABLE, "reachable", GOAL_TAKES_OBJECT, GOAL_TRUTH)                                       \
    X(FREED, "freed", GOAL_TAKES_NAME, GOAL_TRUTH)                                                 \
    X(EXISTS, "exists", GOAL_TAKES_OBJECT, GOAL_TRUTH)                                             \
    X(IS, "is", GOAL_TAKES_TWO, GOAL_TRUTH)                                                        \
    X(COUNT, "count", GOAL_TAKES_TYPE, GOAL_NUMBER)                                                \
    X(GARBAGE, "garbage", GOAL_TAKES_NOTHING, GOAL_NUMBER)                                         \
    X(DEPTH, "depth", GOAL_TAKES_NOTHING, GOAL_NUMBER)                                             \
    X(PRINTED, "printed", GOAL_TAKES_STRING, GOAL_TRUTH)

typedef enum GoalFunction {
#define GOAL_ENUM(ENUM, name, argument, type) GOAL_CALL_##ENUM,
    GOAL_FUNCTIONS(GOAL_ENUM)
#undef GOAL_ENUM
} GoalFunction;

struct GoalNode {
    GoalOp op;
    GoalType type;
    GoalFunction function;
    const GoalNode *left, *right;
    GoalNumber number;
    bool truth;
    Text text, frame;
    size_t offset; /* in the lesson's file */
    Text source;   /* of a path: as written, for messages */
};

#endif
