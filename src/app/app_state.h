/* The state of the application and what its parts share. Internal to app/.
 *
 * During a frame the panels only read what is shown (snapshots, scene, timeline) and leave wishes
 * in `wish`; app.c grants them after the frame's widgets and then draws the frame again. So no
 * panel ever sees the picture change under it. */
#ifndef LASTREF_APP_APP_STATE_H
#define LASTREF_APP_APP_STATE_H

#include "app/app.h"
#include "app/files/document.h"
#include "app/files/recent.h"
#include "app/inspector/gc_panel.h"
#include "app/inspector/inspection.h"
#include "app/lesson/guide.h"
#include "app/present/present.h"
#include "app/sandbox/class_form.h"
#include "app/sandbox/making.h"
#include "app/sandbox/prompt.h"
#include "app/sandbox/search.h"
#include "app/script/find.h"
#include "app/script/question.h"
#include "app/script/reload.h"
#include "app/settings/settings.h"
#include "app/sheets/export_sheet.h"
#include "app/start/start.h"
#include "app/statement.h"
#include "base/translate.h"
#include "base/worker.h"
#include "lesson/lesson.h"
#include "python/code_color.h"
#include "scene/scene.h"
#include "timeline/inside.h"
#include "timeline/timeline.h"
#include "ui/text_area.h"
#include "ui/text_field.h"
#include "ui/ui.h"

typedef struct Action Action; /* actions.h */

/* Where the panes are in this frame. */
typedef struct Panes {
    Rect window, top, left, canvas, bytes, inspector, bottom;
} Panes;

/* The hand on the canvas: at most one gesture at a time; Escape returns to none. */
typedef enum GestureKind {
    GESTURE_NONE,
    GESTURE_PRESS,     /* the button is down, nothing has moved yet */
    GESTURE_PAN,       /* moving the view */
    GESTURE_BAND,      /* selecting by a box */
    GESTURE_MOVE,      /* carrying a card */
    GESTURE_REFERENCE, /* drawing a reference from a row to an object */
    GESTURE_MARK       /* from the mark of a card to what it shall call or hold */
} GestureKind;

typedef struct Gesture {
    GestureKind kind;
    InputButton button;
    int clicks;        /* 2: a double click */
    ScenePart part;    /* under the pointer when the button went down */
    Point from;        /* window coordinates of the press */
    Point grab;        /* MOVE: from the card's corner to the pointer, canvas coordinates */
    Point pan;         /* PAN: the view's when it began */
    Handle target;     /* REFERENCE, MARK: snapped to; null: none */
    bool possible;     /* REFERENCE, MARK: `text` is a statement, else the reason why not */
    TextBuffer text;   /* REFERENCE, MARK */
    TextBuffer effect; /* REFERENCE, MARK: what the refcounts would do */
    bool on_mark;      /* PRESS: on the mark of the card of `part` */
    bool by_keys;      /* REFERENCE: the arrow keys choose the target, Enter drops */
} Gesture;

/* A view that glides to where it should be. */
typedef struct Camera {
    Point from_pan, to_pan;
    float from_zoom, to_zoom;
    uint64_t since; /* ms */
    Point room;     /* size of the canvas that the view was chosen for; zeroed: not yet */
    bool gliding;
    bool follow;  /* the picture is kept in view; off once the person has moved it */
    bool fit_due; /* bring all into view at the next frame, when the size is known */
} Camera;

/* Inside the step from the shown stop to the next. */
typedef struct InsideView {
    InsideStops stops; /* all that lie in it */
    uint32_t at;       /* the shown one, from 1; 0: the stop itself is shown */
    Inside look;       /* of it, without the snapshot, which is `now_shown`; at a line within a
                          collection what that thinks of the objects */
    bool playing;      /* goes on by itself to the end of the collection */
} InsideView;

#define INSIDE_LAST 0xFFFFFFFFu

/* How wished statements ended. */
typedef struct StatementsEnd {
    size_t done; /* that ran; the next one failed */
    bool all;
    Text refusal;  /* why the next one failed: one line; borrowed */
    uint32_t line; /* of it, from 1, where that happened; 0: not known */
} StatementsEnd;

/* Tells whoever wished statements, instead of a note. */
typedef void (*StatementsAnswer)(App *app, StatementsEnd end);

typedef Array(char *) StatementList; /* owned */

/* Statements under way, while one of them waits for input. */
typedef struct StatementRun {
    StatementList statements; /* empty: none waits */
    size_t done;
    StatementsAnswer answer;
    bool walk;
    uint32_t from;  /* the stop where they were executed */
    uint32_t later; /* stops that came after it, and were cut */
} StatementRun;

/* What panels ask for; granted after the frame. */
typedef struct Wish {
    const Action *action;
    uint32_t stop;   /* 0: none */
    uint32_t inside; /* with `stop`: inside the step that follows it, from 1, or INSIDE_LAST */
    uint32_t line;   /* of the script, to run to; 0: none */
    bool line_back;  /* with `line`: to the time before, not the next one */
    StatementList statements; /* executed in turn, up to the first that fails */
    StatementsAnswer answer;  /* with them; null: a note tells how they ended */
    uint32_t redo_to;         /* until so many statements are done again; 0: none */
    bool walk;                /* show its first line in a call, not its end */
    bool again;               /* describe what is shown again, in the detail of the level */
    bool scene;               /* build the scene again */
    const char *open;         /* a file by its path, borrowed until then; null: none */
} Wish;

/* A document that is being opened. */
typedef struct Opening {
    Document *document; /* owned; null: none is */
    char *path;         /* its file; null: it has none. Owned */
    char *journal;      /* where it was found after a crash; null: it was not. Owned */
    bool picture;       /* the file is a picture that carries it */
    SavedResult result;
    Error error;
    atomic_bool cancel;
} Opening;

/* A script, or a document, that is running on a thread of its own; see loading.c. */
typedef struct Loading {
    Worker *worker; /* null: none is */
    Timeline *timeline;
    const char *name; /* borrowed, as the source is */
    Text source;
    uint64_t since; /* ms */
    Opening opening;
} Loading;

/* A check against python3, and its sheet. */
typedef enum CheckState {
    CHECK_NONE,
    CHECK_ASKING, /* for leave to execute the script */
    CHECK_RUNNING,
    CHECK_IDENTICAL,
    CHECK_DIFFERENT,
    CHECK_FAILED
} CheckState;

typedef struct Checking {
    CheckState state;
    bool open;      /* the sheet */
    bool abandoned; /* one was cancelled and has not ended yet */
    TextBuffer told;
    uint64_t since; /* ms */
} Checking;

/* The map of the picture: by itself when the picture is larger than the view, or as the person
 * said. */
typedef enum MapMode { MAP_BY_ITSELF, MAP_SHOWN, MAP_HIDDEN } MapMode;

/* What undo takes back: a statement, or a change of the cards' places. */
typedef struct UndoStep {
    LayoutSnapshot *places; /* as they were before, owned; null: it was a statement */
} UndoStep;

typedef Array(UndoStep) UndoList;

/* The script under the hand; see editor.c. */
typedef struct Editor {
    UiTextArea area;
    CodeLines code;   /* its colours, for `colored` */
    uint32_t colored; /* version of the text */
    UiTextMark wrong; /* where the text of `wrong_version` is no Python, with `has_wrong` */
    bool has_wrong;
    uint32_t wrong_version;
    Array(UiTextMark) marks; /* of this frame */
    Completion completion;
    Rect caret;   /* of the last frame, where its list stands */
    bool open;    /* the left pane shows it */
    bool filled;  /* it holds the script that is open, or what has become of it */
    bool unsaved; /* what ran last, or is edited, differs from the file */
    bool warned;  /* that leaving it drops it */
} Editor;

/* Where the object goes that the next statement makes; see arrange.c. */
typedef struct Arrival {
    bool due;
    char path[200]; /* the expression that will lead to it */
    Point at;       /* canvas coordinates */
} Arrival;

/* The menu of a thing on the canvas. */
enum { MENU_ROWS = 18 };

typedef struct MenuRow {
    char text[200];     /* a statement, or the title of the action */
    const char *action; /* null: `text` is a statement */
    const char *note;   /* what there is to know; null: nothing. Static */
    bool asks;          /* the statement is edited first, with this part selected: */
    uint32_t from, to;  /* bytes of `text` */
} MenuRow;

typedef struct Menu {
    bool open;
    Point at; /* of the window */
    char heading[400];
    MenuRow rows[MENU_ROWS];
    size_t count;
    bool drops; /* a reference was let go on the empty canvas: what is made goes there */
    Point drop; /* canvas coordinates */
} Menu;

/* A statement that is edited beside the thing that it is about; see statement_field.c. */
typedef struct StatementField {
    bool open;
    bool walk; /* it is a call that will be stepped through */
    Point at;  /* of the window */
    UiTextField field;
    char refusal[400]; /* why the last one did not do */
} StatementField;

/* What is open, as a file; see files/. */
typedef struct OpenFile {
    bool document;           /* it came from a document, not from a script's file */
    char *path;              /* of the document; null: it has none yet. Owned */
    char title[120];         /* of a scene to start from; empty: it is none */
    char about[300];         /* the same */
    uint64_t mark;           /* of the statements (saved_history_mark) */
    uint64_t saved_mark;     /* as they are in the file, or were when it was opened */
    uint32_t places;         /* how often cards were put elsewhere */
    uint32_t saved_places;   /* the same */
    bool warned;             /* that leaving drops what is not saved */
    TextBuffer window_title; /* "* cycle.lastref - Lastref" */
} OpenFile;

/* The journal of this window; see files/journal.c. */
typedef struct Journal {
    bool written;     /* there is one */
    bool failed;      /* it could not be written, and that was told */
    uint64_t mark;    /* of what is in it: the statements and places, */
    uint32_t version; /* and the edited text */
    uint64_t due;     /* ms: when typed text is written; 0: none waits */
} Journal;

/* The sheet that offers what another window left behind; see sheets/restore_sheet.c. */
typedef struct RestoreSheet {
    size_t at; /* the orphan that is offered */
    bool open;
    char told[800];
    char crash[120]; /* what is known of the fault that ended it; "": nothing */
} RestoreSheet;

/* The sheet that asks for a path. */
typedef enum PathWish {
    PATH_NONE,
    PATH_OPEN,
    PATH_SCENE,         /* one to start from */
    PATH_SAVE,          /* the script */
    PATH_SAVE_DOCUMENT, /* all that is open */
    PATH_EXPORT,        /* the statements as a script */
    PATH_LESSON         /* as a script and the cards of a lesson */
} PathWish;

typedef struct PathSheet {
    PathWish wish;
    UiTextField field;
    char refusal[600];  /* why the last one did not do */
    char replaced[600]; /* a file that is there: entered once more it is replaced */
    FileRows rows;      /* PATH_OPEN: what was opened last, then `first_scene` the scenes */
    size_t first_scene;
    float scroll;
} PathSheet;

/* A short note at the foot of the canvas. */
typedef struct Note {
    char text[800];
    bool bad;
    uint64_t until; /* ms */
} Note;

/* What happened in the step that led to the shown stop, in words. */
typedef struct StepNarration {
    char title[200];
    char text[1200];
} StepNarration;

/* What a statement did to refcounts, in words; see done_list.c. */
typedef struct DoneEffect {
    uint64_t hash; /* of the statement's text */
    uint32_t at, made;
    uint32_t lines; /* it has in the list; 0: it is not listed, since a later one cut it */
    char text[120];
} DoneEffect;

/* What the person has learned; see lesson/learned.c. */
typedef struct Learned {
    Progress progress; /* a guest's, while there is one */
    Progress own;      /* set aside for a guest */
    bool guest;        /* nothing is kept */
    bool kept;         /* in a file */
    bool foreign;      /* the file is none that can be read, and is left as it is */
} Learned;

void learned_deinit(Learned *learned);

/* What was printed up to the shown stop; see output_pane.c. */
typedef struct Output {
    TextBuffer text;
    Array(size_t) echoes; /* where in it lines of statements start */
    size_t fresh;         /* where that of the last step starts */
    char note[96];        /* beside its last line */
    float scroll, scroll_x;
    bool follows; /* keep the last line in view */
} Output;

struct App {
    AppConfig config;
    const Theme *theme;
    Ui ui;
    uint64_t now; /* ms */
    Panes panes;

    /* what is open */
    char *path;
    char heading[120]; /* in the top bar */
    TextBuffer source;
    CodeLines code;
    float code_width; /* of the widest line, as drawn */
    NameLog names;
    Timeline *timeline; /* null before the first script, and while one is loading */
    Loading loading;
    uint32_t problem_line; /* of the script, where that happened; 0: nowhere */
    TextBuffer problem;    /* why the script could not run or ended early; empty: it did not */
    TextBuffer errors;     /* what the statement under way has written to stderr */
    Array(uint8_t) marks;  /* by stop: MARK_ bits */

    /* what is shown: the stop, the one before it, their picture */
    Snapshot now_shown, before_shown;
    bool has_before;
    uint32_t shown_stop; /* the last one that was placed; 0: none */
    Scene *scene;
    SceneOptions options;
    InsideView inside;
    StepNarration narration;
    bool cut_told; /* that a statement in the past cuts the future, and what brings it back */
    Output output;
    Array(DoneEffect) effects;          /* by record of the timeline */
    uint32_t done_followed, done_count; /* the stop and statements that the list has scrolled to */
    uint64_t shown_since;               /* ms: for the pulse */
    bool changes;                       /* there is a pulse to show */
    uint64_t cascade_ms; /* how long the frees of the step are shown one after the other */

    /* selection */
    Array(Handle) selected;
    bool row_selected;
    uint32_t selected_row;
    Inspection inspection; /* of the last one selected */

    /* canvas */
    SceneView view;
    Camera camera;
    Gesture gesture;
    Array(bool) possible; /* by object index: on what the gesture's reference may be dropped */
    ScenePart hover;
    bool space_held, space_used;
    MapMode map;
    Point map_grab; /* while the map is dragged: from the view's corner to the pointer, canvas
                       pixels */

    /* what can be taken back and done again, the last at the end (arrange.c) */
    UndoList done, undone;
    uint64_t arranged_since; /* ms: when the cards began to glide */

    /* panes */
    float left_width, inspector_width; /* as the person set them */
    bool left_hidden, inspector_hidden;
    bool top_hidden, timeline_hidden; /* of a picture */
    float code_scroll, code_scroll_x, inspector_scroll, edits_scroll;
    bool code_follows; /* keep the current line in view */

    /* playing */
    bool playing;
    int speed;          /* index into the speeds */
    uint64_t next_play; /* ms */

    Guide guide;
    TextBuffer lesson_path, lesson_script; /* a lesson that was opened by its own file, and whose
                                              script that is */
    Handle guide_lit;                      /* that the pointer's words on the card stand for */
    Learned learned;
    Present present;
    Editor editor;
    Find find;
    Reload reload;
    StatementRun run;
    Question question;
    bool sandbox; /* the left pane shows what was done, and a prompt */
    Prompt prompt;
    bool help_open;
    bool view_open; /* the panel of what is shown */
    PathSheet path_sheet;
    ExportSheet export_sheet;
    OpenFile file;
    Journal journal;
    RestoreSheet restore;
    Making making;
    Arrival arrival;
    Search search;
    ClassForm class_form;
    GcPanel gc_panel;
    Menu menu;
    StatementField statement;
    float help_scroll;
    Checking checking;
    SettingsState settings;
    StartPage start;
    bool quit;
    float interface_scale; /* the person's; a presentation has a factor on top of it */
    Note note;
    Wish wish;
    bool named;  /* the frame is for a file: what is drawn is told in words, too */
    bool unseen; /* another pass follows: what this one draws is thrown away */
};

enum { CHANGE_MS = 200 /* the pulse of a step */ };

enum { MARK_BIRTH = 1, MARK_DEATH = 2, MARK_COLLECT = 4, MARK_COLLECT_BY_ITSELF = 8 };

/* ---- app.c ---- */

/* Whether what is open may be left; the first time that it would drop what was typed, it is told
 * instead, with how to do it all the same: "Quit once more to drop it." */
bool app_may_leave(App *app, const char *again);
void app_quit(App *app);
/* A script that has no file yet. */
#define APP_UNTITLED "untitled.py"
/* Whether the path, which may be null, is that of one of the lessons. */
bool app_is_lesson(const App *app, const char *path);
/* The script's file without its folder; "" before the first script. */
const char *app_base_name(const App *app);
/* The keyboard goes to the canvas, without a ring. */
void app_focus_canvas(App *app);
/* Whether a sheet, menu or field stands over the panes. */
bool app_is_covered(const App *app);
/* Shows a note for some seconds. */
void app_say(App *app, bool bad, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Adds a line to the log, in English. */
void app_log(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Wishes, granted after the frame. */
void app_wish_stop(App *app, uint32_t stop);
/* One inside the step that follows the stop: from 1, INSIDE_LAST; 0: the stop. */
void app_wish_inside(App *app, uint32_t stop, uint32_t inside);
void app_wish_statement(App *app, const char *text);
/* At once, for who is told how statements ended: a stop, or one inside the step that follows it. */
void app_show_stop(App *app, uint32_t stop, uint32_t inside);
/* One more after those, where they do not fail; app_wish_nothing begins anew. */
void app_wish_further(App *app, Text text);
void app_wish_nothing(App *app);
/* Runs the script on when a statement interrupted it at the shown stop, which stays. */
void app_resume(App *app);
/* Builds the shown stop's snapshots and scene again. */
void app_refresh(App *app);
/* "basic", "counts", "internals". */
const char *app_level_name(SceneLevel level);
/* What the snapshots of the shown level tell. */
SnapshotDetail app_detail(const App *app);
/* Gives the scene what is shown. */
void app_set_scene(App *app);
/* What follows whenever something else is shown: words, camera, the change to be animated. */
void app_shown(App *app, bool changed);
/* An empty one with the window's bounds, for a script of this name (borrowed as long as it lives);
 * null with a message. */
Timeline *app_make_timeline(const App *app, const char *name, Error *error);
/* After a history was cut or exchanged: what is said of it, and app_refresh. */
void app_refresh_history(App *app);
/* Shows a timeline whose script has run, which the app owns from now on. */
void app_opened(App *app, Timeline *timeline);
/* Takes a history that was made of these texts: the app owns all three from now on, and shows none
 * of it yet. What was open is closed. */
void app_take_history(App *app, char *path, TextBuffer source, Timeline *timeline);
/* A script's own stop: not one of a typed or dragged statement. */
bool app_at_edit(const App *app);

void app_select(App *app, Handle object, bool toggle);
void app_select_none(App *app);
/* The selected object at this stop, or SNAPSHOT_NONE. */
uint32_t app_selected(const App *app);
ReferencePlace app_row_place(const App *app, uint32_t row);
/* "Node ada", "list crew[0]", "Node (was ada)": how a sentence calls an object. */
void app_object_label(const App *app, const Snapshot *snapshot, uint32_t object, TextBuffer *out);
/* The same by another name than `known`, if it has one. */
void app_other_label(const App *app, const Snapshot *snapshot, uint32_t object, Text known,
                     TextBuffer *out);

/* ---- statements.c ---- */

/* Whether statements can be executed at what is shown. */
bool statements_possible(const App *app);
/* Those that are wished. One may wait for input: then the others wait with it. */
void statements_execute(App *app);
bool statements_wait(const App *app);
/* The script's, or a statement's, question is answered; null: the input ends. */
void statements_reply(App *app, const char *line);
/* Ends the one that waits. */
void statements_give_up(App *app);
/* After something else was done to the history, which gave it up. */
void statements_check(App *app);
/* Another script is opened. */
void statements_forget(App *app);
void statements_deinit(App *app);

/* ---- step_inside.c ---- */

/* After app_refresh: which stops lie inside the step that follows. */
void step_inside_list(App *app);
/* Shows the stop `at` (from 1, or INSIDE_LAST) inside the step that follows the shown stop; none
 * is there: the stop itself. */
void step_inside_show(App *app, uint32_t at);
/* "copy", "subtract" ... of a stop inside. */
const char *step_inside_name(InsideKind kind);
bool step_inside_can_go_on(const App *app);
bool step_inside_can_go_back(const App *app);
void step_inside_on(App *app);
void step_inside_back(App *app);
void step_inside_play(App *app);
/* While the phases of a collection play. */
void step_inside_tick(App *app);
/* Whether a collection is under way in what is shown. */
bool step_inside_collecting(const App *app);
/* The phase of the shown stop, 1 copy .. 5 clear; 0: before the first. */
int step_inside_phase(const App *app);

/* ---- states.c ---- */

/* All states, a line each: state NAME VALUE, separated by tabs, line ends in a value as \n. */
void app_write_states(const App *app, TextBuffer *out);

/* ---- panels; each draws into its part of app->panes ---- */

void top_bar(App *app);
void left_pane(App *app);
/* Width of the widest line of the script, as the code pane draws it. */
float code_pane_width(const App *app);
void inspector(App *app);
void timeline_bar(App *app);
/* At the foot of the canvas: the layout of the selected object in bytes. */
void bytes_panel(App *app);
/* How much it takes of so many pixels; 0: it is closed. */
float bytes_panel_height(const App *app, float room);
/* At the foot of the canvas inside a step, and at the lines within a collection. */
void phase_bar(App *app);
/* How much of the canvas's foot it takes, in pixels; 0: it is not there. */
float phase_bar_height(const App *app);
/* The gauges of the generations, at the foot of the inspector; returns the height taken, and draws
 * unless `foot` is empty. */
float collector_panel(App *app, Rect foot);
/* Dims the window, draws an empty sheet with its heading, of this size where the window has room,
 * and returns its place. A click beside it clears `*open`. */
Rect sheet_panel(App *app, const char *heading, Point size, bool *open);
/* Draws an empty panel over the window; false when a click beside it ends it. */
bool popover(App *app, Rect panel, Stroke edge);
void help_sheet(App *app);
/* What the picture shows: level and filters. */
void view_panel(App *app);

/* ---- loading.c ---- */

/* Runs the script that is open; app_opened follows, at once where the run is short. */
void loading_start(App *app, Timeline *timeline);
/* Makes the history of a document again in the timeline; both are the app's from now on, and the
 * texts of `opening`, too. What is open stays until files_opened. */
void loading_document(App *app, Timeline *timeline, Opening opening);
/* Frees what it owns; it is zeroed then. */
void opening_deinit(Opening *opening);
bool loading_is_under_way(const App *app);
/* Whether it is a document: then nothing else is done meanwhile. */
bool loading_is_document(const App *app);
void loading_tick(App *app);
/* Ends the run soon; what it recorded is shown. */
void loading_cancel(App *app);
/* Ends it and forgets it. */
void loading_drop(App *app);
/* Over the canvas, while it is under way. */
void loading_card(App *app);

/* ---- editor.c ---- */

/* In the left pane instead of the code, its head included. */
void editor_pane(App *app, Rect rect);
/* Over everything: its list of completions. */
void editor_over(App *app);
/* Opens the script that is shown for editing, or goes back to its picture. */
void editor_toggle(App *app);
/* Another script was opened. */
void editor_forget(App *app);
/* Whether the script has a file of the person's: it is no lesson, and was saved or opened. */
bool editor_is_own_file(const App *app);
/* The script's file has another text now; the old one can be had back by the editor's undo. */
void editor_reopen(App *app, Text text);
bool editor_can_run(const App *app);
void editor_run(App *app);
/* An empty script of one's own. */
void editor_new(App *app);
/* To its file; for a lesson or a new script a path is asked for. */
void editor_save(App *app);
bool editor_can_save(const App *app);
/* Opens the file again with what was saved; the editor stays as it is. */
void editor_saved_as(App *app, const char *path);
void editor_deinit(App *app);
/* The file's name, with a star where the text is not saved. */
void script_name(App *app, Point at, float room);

/* ---- output_pane.c ---- */

enum { PANE_LINE_SHOWN = 2000 /* bytes of a line: beyond any pane */ };

void output_gather(App *app);
/* Another script is opened. */
void output_forget(App *app);
void output_deinit(Output *output);
void output_pane(App *app, Rect rect);
/* The ground of a pane of text. */
void pane_inset(App *app, Rect rect);
/* Of a line of code or output, and of the one with the most bytes. */
float pane_line_width(const App *app, float size, Text text);
float pane_text_width(const App *app, float size, Text text);

/* ---- left_pane.c ---- */

/* Some lines of code in their colours, from the top of `area`, cut off at its edges. */
void code_text_draw(App *app, Text source, Rect area);
float code_text_height(Text source);
/* A line of code in its colours; `y` is its middle. */
void code_line_draw(App *app, const CodeLines *code, Text source, size_t line, float x, float y);

/* ---- done_list.c ---- */

void done_list(App *app, Rect rect);
/* How many lines it has. */
uint32_t done_list_lines(const App *app);
/* The history has changed. */
void done_list_update(App *app);

/* ---- menu.c: a menu of statements and actions ---- */

/* An empty one, at a point of the window; what follows adds rows; then it is shown. */
void menu_begin(App *app, Point at, const char *heading);
/* Rows that no one could read are left out. */
MenuRow *menu_add(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A statement of which `part` is selected to be typed over; null: the caret is at its end. */
void menu_add_asking(App *app, const char *statement, const char *part);
void menu_add_action(App *app, const char *name);
void menu_show(App *app);
void menu_close(App *app);
void menu_panel(App *app);

/* ---- thing_menu.c: what Python can do to a thing ---- */

/* Of what is there; nothing opens where Python can do nothing. */
void thing_menu_open(App *app, ScenePart part, Point at);
void thing_menu_open_selected(App *app);
/* Ways to a second one: a name, a copy, a deep copy. */
void thing_menu_duplicate(App *app);
/* The references to the object that statements can remove. */
void thing_menu_remove(App *app, uint32_t object);
/* What a place may hold instead, after its reference was let go on the empty canvas. */
void thing_menu_drop(App *app, ReferencePlace place, Point at);

/* ---- statement_field.c ---- */

/* Beside a point of the window, with a part of it selected, in bytes. */
void statement_field_open(App *app, Point at, const char *text, size_t from, size_t to);
void statement_field_close(App *app);
void statement_field_panel(App *app);
/* What is in it; where it fails, the field stays and tells why. */
void statement_field_run(App *app);
/* For the selected place: `a[0] = 5`, with the value selected or replaced by what was typed. */
void statement_field_edit_value(App *app, const char *typed);

/* ---- palette.c ---- */

float palette_height(float width, bool compact);
void palette(App *app, Rect rect, bool compact);
/* What is in the hand. */
void palette_over(App *app);

/* ---- path_sheet.c ---- */

void path_sheet(App *app);
void path_sheet_open(App *app, PathWish wish);
void path_sheet_close(App *app);
void path_sheet_deinit(PathSheet *sheet);

/* ---- restore_sheet.c ---- */

/* Looks for the next orphan that can be offered. */
void restore_offer(App *app);
void restore_sheet(App *app);
void restore_later(App *app);

/* ---- files/files.c ---- */

/* Whether what is open differs from its file, or from what was opened. */
bool files_unsaved(const App *app);
/* Statements were done or undone. */
void files_noted(App *app);
/* A script was opened, or all is closed. */
void files_reset(App *app);
/* A document was made again, or could not be. */
void files_opened(App *app, Timeline *timeline, Opening *opening);
/* Opens a file; what cannot be read is told, and what was open stays. */
void files_open_told(App *app, const char *path);
/* What is open, as data; the caller owns it. */
void files_describe(const App *app, Document *document);
void files_new(App *app);
bool files_can_save(const App *app);
/* The script while it is edited, else the document. */
void files_save(App *app);
void files_save_as(App *app);
/* To this path; false with a message. */
bool files_save_document(App *app, const char *path, Error *error);
/* The beginning of the names of pictures: beside the document, or the script. */
void files_picture_stem(const App *app, TextBuffer *out);
/* Brings the window's title up to date. */
void files_title(App *app);
/* Opens what is in a journal. */
bool files_restore(App *app, const char *journal, Error *error);

/* ---- files/journal.c ---- */

/* After a frame: writes what was done since. */
void journal_tick(App *app);
/* Writes it now; false when it cannot be kept. */
bool journal_write(App *app);
/* All was left as the person wanted. */
void journal_end(App *app);

/* ---- check_sheet.c ---- */

void check_sheet(App *app);
bool check_is_possible(const App *app);
/* Opens the sheet: a lesson is checked at once, for any other file it asks. */
void check_open(App *app);
/* Another script is opened. */
void check_abandon(App *app);
/* Asks the checker how far it is, while check_is_waiting. */
void check_tick(App *app);
bool check_is_waiting(const App *app);

/* ---- canvas.c ---- */

static const float CANVAS_REACH = 8; /* pixels at which ports and arrows catch the pointer */

void canvas(App *app);
SceneFocus canvas_focus(const App *app);

/* ---- camera.c ---- */

/* Once a frame, after the canvas has its place. */
void camera_update(App *app);
/* Begins a glide that brings all into view. */
void camera_fit(App *app, bool glide);
/* Keeps new things in view after a step. */
void camera_follow(App *app);
void camera_zoom(App *app, float factor, Point about);
void camera_reset(App *app);
/* Brings an object into view. */
void camera_fly_to(App *app, Handle object);
/* Several, as large as they fit. */
void camera_fly_to_all(App *app, const Handle *objects, size_t count);
void camera_fly_to_frame(App *app, uint32_t frame);

/* ---- hand.c ---- */

void hand_cancel(App *app);
/* Which objects a reference can be dropped on. */
void hand_find_targets(App *app);
/* Takes the presses and moves of the frame; `over`: the pointer is on the canvas. */
void hand_update(App *app, bool over);
/* What the pointer rests on. */
void hand_hover(App *app, bool over);
/* The box that is drawn, in canvas coordinates. */
Rect hand_band(const App *app);
/* The row becomes what Del and Enter act on; with it what it leads to is selected. */
void hand_select_row(App *app, uint32_t row, bool toggle);

/* ---- reference_drag.c ---- */

/* The object to which a reference would be drawn; null: the empty canvas. */
void reference_drag_aim(App *app, Handle target);
void reference_drag_aim_pointer(App *app);
void reference_drag_drop(App *app);
/* The statement that a drop would run, beside the pointer or the target. */
void reference_drag_preview(App *app);

/* ---- card_mark.c: calling and adding by hand ---- */

/* The mark on the hovered or selected card, in window coordinates; false: none is shown. */
bool card_mark_find(const App *app, Handle *object, Rect *mark);
void card_mark_draw(App *app);
void card_mark_aim(App *app);
void card_mark_drop(App *app);

/* ---- hand_keys.c: the same by keyboard ---- */

bool hand_keys_can_walk(const App *app);
void hand_keys_left(App *app);
void hand_keys_right(App *app);
void hand_keys_up(App *app);
void hand_keys_down(App *app);
void hand_keys_follow(App *app);
void hand_keys_holder(App *app);
void hand_keys_next_port(App *app);
void hand_keys_previous_port(App *app);
void hand_keys_connect(App *app);
/* Enter: drops what is connected, or edits the selected value. */
void hand_keys_enter(App *app);

/* ---- canvas_tip.c ---- */

/* Tells what the pointer rests on. */
void canvas_tip(App *app);

/* ---- empty_canvas.c ---- */

/* What to do, while nothing is there. */
void empty_canvas(App *app);

/* ---- minimap.c ---- */

void minimap(App *app);
bool minimap_is_shown(const App *app);
void minimap_toggle(App *app);

/* ---- arrange.c ---- */

enum { ARRANGE_MS = 240 /* the way of cards that were put elsewhere */ };

/* Lays out anew; puts a card at a canvas point. Both can be taken back. */
void arrange_tidy(App *app);
void arrange_move(App *app, Handle object, Point at);
/* Moves the cards that are on their way. */
void arrange_tick(App *app);
/* A statement was executed: what was taken back before cannot be done again. */
void arrange_statement_done(App *app);
/* The object that the expression will lead to after the next statement goes to a canvas point. */
void arrange_expect(App *app, const char *path, Point at);
/* That statement has run, or failed. */
void arrange_arrived(App *app, bool done);
bool arrange_can_undo(const App *app);
bool arrange_can_redo(const App *app);
/* Takes back what was done last, a statement or a change of places; or does it again. */
void arrange_undo(App *app);
void arrange_redo(App *app);
/* Until so many statements are done. */
void arrange_redo_to(App *app, uint32_t done);
/* Another script is opened. */
void arrange_forget(App *app);

/* ---- narrate.c ---- */

void narrate(App *app);
/* Appends to the text. */
void narration_add(StepNarration *narration, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- narrate_inside.c ---- */

/* The same for a stop inside a step. */
void narrate_inside(App *app);

#endif
