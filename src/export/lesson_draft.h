/* A lesson to begin with: what was done in a sandbox as a script and the cards that lead through
 * it, one for each statement, which its author then writes anew.
 *
 * The script is that of python_script.h without asserts; where lines are alike it gets comments
 * that tell them apart. The lesson (lesson/README.md) tells of each statement what it has changed,
 * by expressions only, and has examples of a prediction and a task in comments: each is valid as
 * soon as the `# ` is taken away from its lines. What is made has passed lesson_check. */
#ifndef LASTREF_EXPORT_LESSON_DRAFT_H
#define LASTREF_EXPORT_LESSON_DRAFT_H

#include "base/error.h"
#include "timeline/timeline.h"

typedef struct LessonDraft {
    TextBuffer script, lesson; /* owned */
} LessonDraft;

typedef struct LessonDraftConfig {
    const char *title; /* of the lesson; cut where it is too long */
    const char *name;  /* of both files, without folder and ending */
    bool check_heap;
} LessonDraftConfig;

/* Fills a zeroed one. `source` is that of timeline_run. False with the reason, and nothing is
 * filled, when the sandbox is no script (python_script_make), or one that no lesson may have.
 * Seeks, and leaves the timeline where it was. */
bool lesson_draft_make(Timeline *timeline, Text source, const LessonDraftConfig *config,
                       LessonDraft *draft, Error *error);
void lesson_draft_deinit(LessonDraft *draft);

/* Appends the lesson with its examples taken out of their comments. */
void lesson_draft_uncomment(Text lesson, TextBuffer *out);

#endif
