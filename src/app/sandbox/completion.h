/* Completion of Python under the hand: the names that could stand at the caret, read from the heap
 * as it is. No Python runs and no reference is held, so what only code could tell (the result of a
 * call or of a property) has no completions.
 *
 * Names: those of the module, then built-in ones and keywords. After a dot: attributes of what the
 * path before it leads to (names, attributes, indices and plain keys). Within `d['`: the keys of a
 * dict. */
#ifndef LASTREF_APP_COMPLETION_H
#define LASTREF_APP_COMPLETION_H

#include "base/arena.h"
#include "base/array.h"
#include "python/vm.h"
#include "ui/edit_buffer.h"

typedef struct CompletionRow {
    const char *text; /* what is put in */
    const char *what; /* "name", "built-in", "keyword", "attribute", "key" */
} CompletionRow;

/* A zeroed struct is closed and ready. */
typedef struct Completion {
    Arena arena;
    Array(CompletionRow) rows; /* sorted; those with a leading underscore last */
    size_t from;               /* what is there of it begins at this byte, and ends at the caret */
    bool open;                 /* the list is shown */
    size_t chosen;
    size_t first;     /* row that is shown on top */
    uint32_t version; /* of the text that they are of */
} Completion;

/* Looks for what could stand at the caret, with `words` also among the words of the text. False,
 * and closed, when there is nothing. */
bool completion_find(Completion *completion, const Vm *vm, const EditBuffer *edit, bool words);
/* Puts the row into the text, in place of what is there of it, and closes the list. */
void completion_put(Completion *completion, EditBuffer *edit, size_t row);
/* Puts in what all rows begin with; true where that was more than is there. */
bool completion_put_common(Completion *completion, EditBuffer *edit);
void completion_close(Completion *completion);
void completion_deinit(Completion *completion);

#endif
