/* Lastref as a program without a window: input events in, a draw list out.
 *
 * app_frame is the whole program to whoever shows it: the window loop, a picture on the command
 * line, a recorded session. Nothing here knows a clock, a font library or a file: times come with
 * the frame, fonts and files through AppConfig. Coordinates are logical pixels.
 *
 *     App *app = app_create(&config);
 *     app_open_script(app, "lesson.py", source);
 *     for each frame: wait = app_frame(app, events, count, now_ms, size, &list);   draw the list
 *     app_destroy(app); */
#ifndef LASTREF_APP_APP_H
#define LASTREF_APP_APP_H

#include "base/error.h"
#include "draw/draw_list.h"
#include "draw/theme.h"
#include "ui/input.h"
#include "ui/ui.h"

typedef struct App App;

/* How far a check against python3 is. */
typedef enum AppCheck {
    APP_CHECK_RUNNING,
    APP_CHECK_IDENTICAL,
    APP_CHECK_DIFFERENT,
    APP_CHECK_FAILED /* no answer: no python3 of that version, not supported, cancelled */
} AppCheck;

/* Who runs a script by python3, too, in the background. */
typedef struct AppChecker {
    void *context;
    bool (*start)(void *context, const char *path, Error *error);
    /* When it is over: how it ended, and appends the words; then another may start. */
    AppCheck (*poll)(void *context, TextBuffer *told);
    /* Ends it soon: poll tells. */
    void (*cancel)(void *context);
} AppChecker;

typedef struct AppConfig {
    const TextMeasure *measure; /* borrowed; outlives the app */
    const Theme *theme;
    bool theme_chosen;   /* by the command line: it is not the person's setting, and wins over it */
    bool reduced_motion; /* changes are shown at once */
    bool check;          /* heap_check while scripts run */
    bool guide;          /* lessons lead through their scripts, card by card */
    bool background;     /* long scripts run on a thread of their own, and the window goes on */
    /* Reads a file: a lesson, a scene, or what was dropped on the window. Null: there are none. */
    bool (*read_file)(void *context, const char *path, TextBuffer *out, Error *error);
    /* Writes a script or document: whole or not at all. Null: nothing can be saved. */
    bool (*write_file)(void *context, const char *path, Text bytes, Error *error);
    /* When a file was written last, in any unit that differs then; false: it is not there. Null:
     * files are not watched. */
    bool (*file_stamp)(void *context, const char *path, uint64_t *stamp);
    bool (*remove_file)(void *context, const char *path); /* null: nothing is removed */
    bool (*has_file)(void *context, const char *path);    /* null: never asked */
    /* The path from the root; appends. Null: paths are kept as they are. */
    void (*absolute_path)(void *context, const char *path, TextBuffer *out);
    void *context;
    UiClipboard clipboard;
    /* Puts a PNG on the clipboard. False with a message. Null: pictures cannot be copied. */
    bool (*copy_picture)(void *context, Text png, Error *error);
    const char *const *lesson_paths; /* borrowed; in the order in which they are shown */
    size_t lesson_count;
    const char *const *own_lesson_paths; /* the person's own, .lesson and .py; borrowed */
    size_t own_lesson_count;
    const char *own_lesson_folder;  /* where those are; null: there is none. Borrowed */
    const char *welcome_path;       /* script of the lesson of the first start; null: none */
    const char *const *scene_paths; /* documents to start from; borrowed */
    size_t scene_count;
    const char *language; /* of the person: "de", "pt_BR"; "" or null: English. Borrowed */
    /* What outlives the program, as paths of files; null: nothing does. Borrowed. */
    const char *journal_path;        /* what is not saved yet, written as it is done */
    const char *progress_path;       /* what was seen and done in lessons */
    const char *recent_path;         /* which files were opened */
    const char *settings_path;       /* what the person has set (app/settings) */
    const char *const *orphan_paths; /* journals of windows that ended without leaving */
    size_t orphan_count;
    const char *crash; /* the signal that ended a window since the last start: "SIGSEGV"; or null */
    /* Keeps a line of what the program did and told, for who looks for a fault. Null: nobody does.
     */
    void (*log)(void *context, const char *line);
    /* Whether a family of fonts is installed. Null: each of them counts as installed. */
    bool (*has_font)(void *context, const char *family);
    const char *const *languages; /* that there are besides English: "de"; borrowed */
    size_t language_count;
    /* What a person sets while the program runs; null: it holds from the next start. Families of
     * the interface and of code, "": Lastref's choice: `measure` measures with them on return. */
    void (*set_fonts)(void *context, const char *font, const char *code_font);
    /* Opens the words of a language, "": the system's; returns what `language` is then. Called
     * while no other thread of the app runs. */
    const char *(*set_language)(void *context, const char *code);
    /* Which theme the desktop asks for: "light", "dark", "contrast", or null where it does not say.
     * False: the answer is not there yet, and is asked for again. Null: there is no desktop. */
    bool (*system_theme)(void *context, const char **name);
    /* Appends what the program is made of and where it keeps what is the person's, for who reports
     * a fault: lines of a name, a tab and words. Null: nothing is known. */
    void (*describe)(void *context, TextBuffer *out);
    AppChecker checker; /* zeroed: there is none */
    bool notes_window;  /* the teacher's notes have a window of their own: app_notes_frame */
} AppConfig;

App *app_create(const AppConfig *config);
void app_destroy(App *app);

/* Runs a script with history and shows its first step; what was open is closed. `path` names it in
 * tracebacks and tells where pictures go. Both texts are copied. */
void app_open_script(App *app, const char *path, Text source);

/* What a window without a file begins with: at the first start (nothing is known of any lesson or
 * file) the welcome lesson, until that was done or skipped; else the start page. */
void app_begin(App *app);

/* Opens a file by its path: a document (.lastref) or a script. False with a message, and what was
 * open stays, when it cannot be read. A document is run again; where that takes long, or with
 * `background`, it is there some frames later, or app_state "message" tells why it is not. */
bool app_open_file(App *app, const char *path, Error *error);
/* The same with what the file holds. */
bool app_open_bytes(App *app, const char *path, Text bytes, Error *error);

/* Whether what is open came from a document, or was saved as one. */
bool app_is_document(const App *app);

/* Shows a step, clipped to 1 .. app_step_count; 0 is the last. */
void app_show_step(App *app, uint32_t step);
/* Shows a phase of the collection that the shown step's line makes: "copy", "subtract", "reach",
 * "finalize", "clear". False when it makes none. */
bool app_show_phase(App *app, const char *name);
/* "basic", "counts", "internals"; another name changes nothing. */
void app_set_level(App *app, const char *name);
uint32_t app_step(const App *app);
uint32_t app_step_count(const App *app);
/* How the script ended: the exit status that the command line gives it, 0 .. 3, and for 3 the
 * message, else "". Borrowed. */
int app_outcome(const App *app, const char **message);

/* One frame: takes the input, appends the picture to `list` (which is cleared first) and returns
 * in how many milliseconds the next frame is wanted if nothing happens before: 0 at once, -1 none.
 */
int app_frame(App *app, const InputEvent *events, size_t count, uint64_t now_ms, Point size,
              DrawList *list);

/* What the window should be like after a frame. */
Cursor app_cursor(const App *app);
const char *app_title(const App *app); /* "* cycle.lastref - Lastref"; a star: not saved */
const Theme *app_theme(const App *app);
/* The person's, 1 by default, times that of a presentation. */
float app_interface_scale(const App *app);
bool app_wants_fullscreen(const App *app);
bool app_quit_requested(const App *app);
/* Whether typed text is wanted, and beside what an input method shows its list. */
bool app_wants_text(const App *app, Rect *caret);

/* ---- the teacher's notes ---- */

/* What the teacher's own window shows beside a presentation; call it after app_frame, with the
 * window's size. False, with an empty list: there is nothing to show, and no such window. */
bool app_notes_frame(App *app, Point size, DrawList *list);
/* Opens the notes of a presentation, as its key does. */
void app_open_notes(App *app);
/* Their window was closed. `refused`: it could not be opened; from now on the notes stand at the
 * foot of the presentation, where they are asked for. */
void app_notes_closed(App *app, bool refused);

/* ---- for recorded sessions and the smoke test: things by name ---- */

/* A place as of the last frame: of a widget ("timeline.next"); of what an expression leads to from
 * a global name (object_path.h): the head of the object's card ("node:crew[0]"), the port of the
 * reference ("port:ada.peer"), its inline value ("value:x"), a point near the head of its arrow
 * ("arrow:bob"); of the card of what was last called so, garbage or not ("was:ada"), of the object
 * with a birth serial ("object:4711"), of the selected one ("selected"), of the one that a
 * reference is drawn to ("aimed"); or a spot of the canvas with nothing near ("canvas.empty"). Of
 * pictures side by side instead: the head of a card ("left:node:plan[0]", "right:node:plan"). */
bool app_find_place(const App *app, const char *name, Rect *rect);
/* Appends a state of the program by its name; false for an unknown one. They are:
 *
 *     step, steps, line     of the timeline
 *     inside                what the stop inside a step shows: "subtract", "freed"; or empty
 *     playing, loading      "yes" or "no"
 *     statement             the last one that is not undone
 *     statements            all of them, a line each
 *     done                  the same, and those that were undone, with what they did to refcounts
 *     heap                  variables and objects in short, a line each
 *     output, note          what was printed up to this step; what is said beside its last line
 *     narration
 *     marks                 of the bar of time, a sign a step: + - for what was born and freed, c
 *                           for a collection, a full stop for none
 *     message               the note on screen
 *     offer                 what is offered to be restored after a crash
 *     selected              a global name of the selected object, or empty
 *     frame                 the selected frame's name
 *     why                   the way to the selected object, while it is asked for
 *     bytes                 of the blocks in the panel
 *     changes               of the selected object: stop: refcount before-after, a star where what
 *                           it holds has changed
 *     guide                 the lesson's card: "says", "asks", "tells", "task", "done" and its
 *                           name; "ended"
 *     answer                the right answer, once it is told, and how the person's was
 *     feedback              what the card says to an answer, or of a task that is done
 *     sides                 the moments that are shown side by side, a line each: title, moment,
 *                           figures, with a star where they differ
 *     preview               what letting go of the gesture would do
 *     menu                  heading and rows of the one that is open
 *     field                 the statement that is edited beside a thing, and why it did not do
 *     prompt, refusal       what is typed there, \n at line ends; why it did not run
 *     editor, saved         the text that is edited; "yes" or "no": it, and what was done
 *     document, hash        the file of the document; of the state
 *     find                  which place is shown
 *     class, class-refusal  what the form of classes would make; why it did not
 *     question              what the program asks by input(), while it waits
 *     tip                   the tooltip that is shown
 *     export                while its sheet is open: how large the figure is, or how a graph
 *                           begins; what is chosen, a line each; why the last file was not written
 *     export-path           the path in its field
 *     start                 the start page: "guest"; what is offered to go on with; lessons with
 *                           what was learned in them, a line each; files opened last
 *     theme, level
 *     settings              what is set, where it is not as by default, a line each
 *     about                 what is told of the program, a line each, while it is
 *     presenting            "yes" or "no"; so are "blank" and "spotlight"
 *     shown-key             the action that was asked for last, and its key, while they are shown
 *     notes                 the teacher's, a line each, while they are open
 *     check                 against python3: "asking", "running", "identical", "different",
 * "failed"
 */
bool app_state(const App *app, const char *name, TextBuffer *out);
/* Proves what is shown: each refcount against its holders, each badge against arrows and stub.
 * False with what is wrong appended. */
bool app_check(const App *app, TextBuffer *wrong);
/* All of them, one a line: rect NAME X Y W H with places times `scale`, state NAME VALUE, separated
 * by tabs. */
void app_write_places(const App *app, float scale, TextBuffer *out);

#endif
