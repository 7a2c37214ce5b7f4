/* The lesson that leads through the script: which card is shown, what the person has answered, and
 * how far a task is. The cards are the beats of a lesson file (lesson/README.md), read from the
 * file beside the script; without one there is no guide.
 *
 * A prediction is answered before what comes next can be seen. A task is done on the live heap;
 * when it is over, what was done is taken back and the lesson goes on where it was. */
#ifndef LASTREF_APP_LESSON_GUIDE_H
#define LASTREF_APP_LESSON_GUIDE_H

#include "app/app.h"
#include "app/lesson/rich_text.h"
#include "app/lesson/side_by_side.h"
#include "lesson/anchors.h"
#include "lesson/answers.h"
#include "lesson/progress.h"
#include "timeline/object_path.h"
#include "ui/text_field.h"

typedef enum GuidePart {
    GUIDE_SAYS,  /* a card to read; a comparison, too */
    GUIDE_ASKS,  /* a prediction, not answered yet */
    GUIDE_TELLS, /* its answer */
    GUIDE_TASK,  /* something to do */
    GUIDE_DONE,  /* it is done */
    GUIDE_ENDED  /* after the last card */
} GuidePart;

enum { GUIDE_BOTH = 3 /* the sides of a comparison, side by side */ };

typedef struct Guide {
    bool there;
    TextBuffer path; /* of the lesson */
    LessonFile file;
    LessonRun run;
    LessonStops stops;
    char name[PROGRESS_NAME_MAX + 1]; /* for the progress */
    uint32_t beat;
    GuidePart part;
    int side;            /* of a comparison that is shown, 1 or 2, GUIDE_BOTH; 0: the card's own
                            moment */
    LessonStop sides[2]; /* its moments; stop 0: of another script, or none */
    SideBySide sides_shown;
    bool has_begun; /* `begun` is the moment at which the task of the card began */
    MomentLook begun;
    bool shows_bytes; /* the card has opened the panel of bytes */
    bool show_due;    /* the card's moment is to be shown */
    bool submit_due;  /* the answer is to be judged */

    /* the card's texts */
    RichText say, ask, told, why; /* `told`: feedback to an answer, or of a task that is done */
    RichText note;                /* for who teaches: not on the card */
    RichText hints[LESSON_HINTS_MAX];
    uint32_t hint_count; /* of them that are shown */

    /* a prediction */
    Answer answer;
    bool chosen; /* there is something to submit */
    UiTextField number;
    Revelation right;
    bool revealed; /* `right` is filled */
    AnswerOutcome outcome;

    float scroll;
} Guide;

/* The path of the lesson beside a script, in the person's language where there is one: "a/01_x.py"
 * -> "a/01_x.de.lesson", else "a/01_x.lesson"; appends. False for a file that is no script. */
bool guide_lesson_path(const App *app, const char *script, TextBuffer *out);

/* Opens a lesson's text by its own path, with the script that it names. False with a message, and
 * what was open stays, when it has mistakes or its script cannot be read. */
bool guide_open_lesson(App *app, const char *path, Text text, Error *error);

/* Of the script that was opened; its run has ended. */
void guide_open(App *app);
void guide_close(App *app);

/* Whether this stop, or one inside the step that follows it, may be shown. */
bool guide_may_show(const App *app, uint32_t stop, uint32_t inside);
/* Whether what comes next must not be seen yet: a prediction waits. */
bool guide_holds(const App *app);
/* Whether that prediction is answered on the canvas: an object is picked, a reference drawn. */
bool guide_asks_for_object(const App *app);
/* Whether what comes is not told beside the card either: it may be asked for later. */
bool guide_hides_future(const App *app);
/* The stop that the card belongs to is shown, and nothing was done since. */
bool guide_is_at_card(const App *app);
/* Statements were executed that belong to no task. */
bool guide_is_astray(const App *app);
/* Statements are what the person is there for: a task, and after it. */
bool guide_is_free(const App *app);

bool guide_can_go_on(const App *app);
bool guide_can_go_back(const App *app);
/* Enter: submits, or the next card. */
void guide_go_on(App *app);
void guide_go_back(App *app);
void guide_go_to(App *app, uint32_t beat);
/* Takes back what was done and shows the card's moment. */
void guide_return(App *app);
void guide_answer_unsure(App *app);
void guide_hint(App *app);
/* Whether the card offers its comparison: what is to be found out is not told by it. */
bool guide_has_comparison(const App *app);
/* Shows a side of the card's comparison alone, 1 or 2, or GUIDE_BOTH; where that is shown already,
 * both again, or the card's own moment. */
void guide_compare(App *app, int side);
/* From the first card, and what was learned in it is forgotten. */
void guide_start_over(App *app);
/* Whether what is done belongs to a task: it is taken back when the card is left. */
bool guide_sets_task(const App *app);
/* Whether it is the lesson of the first start. */
bool guide_is_welcome(const App *app);
/* Leaves a task undone. */
void guide_skip(App *app);

/* What was typed or picked is the answer, until it is submitted; once a frame. */
void guide_update_answer(App *app);
/* Wishes of the guide; after the frame. */
bool guide_has_wish(const App *app);
void guide_grant(App *app);
/* Something else is shown, or was done: a task may be done now. */
void guide_shown(App *app);
/* A reference was drawn to an object while a prediction asks for one; true: it was the answer. */
bool guide_takes_reference(App *app, ReferencePlace place, Handle target);

#endif
