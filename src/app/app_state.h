/* The state of the application and what its parts share. Internal to app/.
 *
 * During a frame the panels only read what is shown (snapshots, scene, timeline) and leave wishes
 * in `wish` (wishes.h); frame.c has them granted after the frame's widgets and then draws the frame
 * again. So no panel ever sees the picture change under it. */
#ifndef LASTREF_APP_APP_STATE_H
#define LASTREF_APP_APP_STATE_H

#include "app/app.h"
#include "app/arrange.h"
#include "app/canvas/camera.h"
#include "app/canvas/hand.h"
#include "app/canvas/menu.h"
#include "app/canvas/minimap.h"
#include "app/canvas/statement_field.h"
#include "app/files/document.h"
#include "app/files/files.h"
#include "app/files/journal.h"
#include "app/files/recent.h"
#include "app/history.h"
#include "app/inspector/gc_panel.h"
#include "app/inspector/inspection.h"
#include "app/lesson/guide.h"
#include "app/lesson/learned.h"
#include "app/loading.h"
#include "app/narrate.h"
#include "app/note.h"
#include "app/panes.h"
#include "app/present/present.h"
#include "app/sandbox/class_form.h"
#include "app/sandbox/done_list.h"
#include "app/sandbox/making.h"
#include "app/sandbox/prompt.h"
#include "app/sandbox/search.h"
#include "app/script/editor.h"
#include "app/script/find.h"
#include "app/script/output_pane.h"
#include "app/script/question.h"
#include "app/script/reload.h"
#include "app/selection.h"
#include "app/settings/settings.h"
#include "app/sheets/about_sheet.h"
#include "app/sheets/check_sheet.h"
#include "app/sheets/export_sheet.h"
#include "app/sheets/path_sheet.h"
#include "app/sheets/restore_sheet.h"
#include "app/shown.h"
#include "app/start/start.h"
#include "app/statement.h"
#include "app/statements.h"
#include "app/step_inside.h"
#include "app/wishes.h"
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
    float done_height;                  /* of the list then */
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
    float code_height; /* of the last frame: where it changes, the current line is found again */
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
    AboutSheet about;
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

/* ---- app.c ---- */

/* Whether what is open may be left; the first time that it would drop what was typed, it is told
 * instead, with how to do it all the same: "Quit once more to drop it." */
bool app_may_leave(App *app, const char *again);
void app_quit(App *app);
/* Whether the path, which may be null, is that of one of the lessons. */
bool app_is_lesson(const App *app, const char *path);
/* The script's file without its folder; "" before the first script. */
const char *app_base_name(const App *app);
/* The keyboard goes to the canvas, without a ring. */
void app_focus_canvas(App *app);
/* Whether a sheet, menu or field stands over the panes. */
bool app_is_covered(const App *app);
/* Adds a line to the log, in English. */
void app_log(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
