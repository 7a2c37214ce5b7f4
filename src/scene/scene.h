/* The scene: one stop as a picture. Snapshot in, cards and arrows placed by layout, draw list out.
 *
 * A scene is a function of the snapshot, the one before it (for count changes and ghosts), the
 * options, and the places that its Layout remembers. Building (scene_set) measures and places;
 * drawing (scene_draw) only emits commands, so that hovering and panning cost no layout. Nothing in
 * a scene holds a reference in the heap or changes the image.
 *
 * Rules (UX.md): the badge is the true refcount; arrows drawn plus the stub equal the badge; small
 * values stand inline until pulled out; shared values wear no digits. Canvas coordinates are
 * logical pixels before pan and zoom. */
#ifndef LASTREF_SCENE_SCENE_H
#define LASTREF_SCENE_SCENE_H

#include "base/array.h"
#include "base/geometry.h"
#include "draw/draw_list.h"
#include "draw/text_measure.h"
#include "draw/theme.h"
#include "layout/layout.h"
#include "timeline/inside.h"
#include "timeline/name_log.h"
#include "timeline/snapshot_change.h"

typedef enum SceneLevel {
    SCENE_BASIC,    /* frames, containers, instances; no badges */
    SCENE_COUNTS,   /* badges and stubs */
    SCENE_INTERNALS /* addresses, generations, bytes */
} SceneLevel;

typedef struct SceneOptions {
    SceneLevel level;
    bool values_as_nodes; /* numbers and strings as cards of their own */
    /* Left out: the names in frames that refer to them, and their cards. Elsewhere they stand
     * inline. */
    bool without_functions, without_classes, without_modules;
    bool chains_whole;        /* long chains are not folded */
    Handle only_from;         /* only what this object leads to; null: everything */
    Handle also_from;         /* with it: what this one leads to, too; null: none */
    bool without_other_names; /* with it: names in frames that refer to nothing of that */
} SceneOptions;

/* What a point of the picture is. */
typedef enum ScenePartKind {
    SCENE_NOTHING,
    SCENE_NODE,  /* an object's card: `object` */
    SCENE_FRAME, /* a frame's card: `frame` */
    SCENE_PORT,  /* where a reference starts: `row` */
    SCENE_VALUE, /* an inline value in a row: `row`, `object` */
    SCENE_ARROW, /* a reference: `row`, `object` is the target; `head` in its last third */
    SCENE_BADGE, /* `object` */
    SCENE_STUB,  /* the hidden holders of `object` */
    SCENE_MORE   /* "+ 996 more" of `object`, or the folded chain that it begins */
} ScenePartKind;

typedef struct ScenePart {
    ScenePartKind kind;
    Handle object;
    uint32_t frame; /* index into the snapshot's frames */
    uint32_t row;   /* index into the scene's rows */
    bool head;
} ScenePart;

/* A place that holds a reference: a variable of a frame, an item, a key or value, an attribute. */
typedef struct SceneRow {
    uint32_t card;      /* index of the card it stands in */
    uint32_t variable;  /* index into the snapshot's variables, or SNAPSHOT_NONE */
    uint32_t reference; /* index into the snapshot's references, or SNAPSHOT_NONE */
    uint32_t target;    /* object index, or SNAPSHOT_NONE when unbound */
    bool key;           /* the key of a dict entry, not its value */
    bool weak;          /* a weak reference: it counts nowhere */
    bool temporary;     /* on the frame's evaluation stack */
    bool arrow;         /* drawn as an arrow; else inline */
    bool linked;        /* inline, with the other rows of the same object: too many for arrows */
    Text label;
    Text value; /* inline text */
    Rect rect;  /* within the card */
    Point port; /* within the card */
} SceneRow;

typedef struct Scene Scene;

/* `measure` is borrowed and must outlive the scene. */
Scene *scene_create(const TextMeasure *measure);
void scene_destroy(Scene *scene);

/* Builds the picture of `now`. `before` is the snapshot of the stop before, or null. Both are
 * borrowed until the next scene_set. */
void scene_set(Scene *scene, const Snapshot *now, const Snapshot *before, SceneOptions options);

/* Lays out some stops of the history, so that what they show has its place before it comes. Seeks,
 * and leaves the timeline where it was. Afterwards nothing is shown until the next scene_set. For a
 * layout that remembers nothing. `shown_first`: the shown stop is laid out before the others. */
void scene_foresee(Scene *scene, Timeline *timeline, SceneOptions options, bool shown_first);

/* Says that the next `now` is inside->now, of a stop inside a step: the collection under way, if
 * any, is shown on the cards. Null: it is a stop. Borrowed until the next call. */
void scene_set_inside(Scene *scene, const Inside *inside);

enum { SCENE_DEATHS_MAX = 64 /* of which the order is shown */ };

/* In which order the step to the next `now` freed objects; copied, the first SCENE_DEATHS_MAX.
 * Their ghosts come in it. */
void scene_set_deaths(Scene *scene, const Handle *objects, size_t count);
/* How many ghosts of objects there are. */
uint32_t scene_ghosts(const Scene *scene);

/* Whether the calls at the next `now` never go on (timeline_is_frozen): a statement was executed
 * inside of them. Their cards say so. */
void scene_set_frozen(Scene *scene, bool frozen);

/* Who was called what, up to the stop that the next `now` shows. Borrowed; null: not known. */
void scene_set_names(Scene *scene, const NameLog *names, uint32_t stop);

/* Pulls an inline value out as a card, or puts it back. Seen at the next scene_set. */
void scene_toggle_value(Scene *scene, Handle object);
/* Shows all items of a long container, or the first ones again; or all of the folded chain that the
 * object is in. Seen at the next scene_set. */
void scene_toggle_more(Scene *scene, Handle object);
/* Folds again all that was opened so. Seen at the next scene_set. */
void scene_fold_all(Scene *scene);
/* Whether anything was. */
bool scene_has_opened(const Scene *scene);

/* Objects of the type of this one stand inline in what holds them, from the next scene_set on. */
void scene_put_type_inline(Scene *scene, uint32_t object);
/* Whether any type does so; all are cards again. */
bool scene_has_inline_types(const Scene *scene);
void scene_show_all_types(Scene *scene);

/* What the person chose to see of the objects, as a whole. */
typedef struct SceneChoices {
    const Handle *pulled; /* values that are cards */
    size_t pulled_count;
    const Handle *opened; /* long containers and chains that are shown whole */
    size_t opened_count;
    const uint64_t *inline_types; /* hashes of names */
    size_t inline_type_count;
} SceneChoices;

/* Borrowed until the next choice. */
SceneChoices scene_choices(const Scene *scene);
/* Takes the place of all chosen before; copied. Seen at the next scene_set. */
void scene_choose(Scene *scene, SceneChoices choices);

/* Puts a card where the user dropped it; see layout_move. Seen at the next scene_set. */
void scene_move(Scene *scene, Handle object, Point at);
/* Lays everything out again. Seen at the next scene_set. */
void scene_tidy(Scene *scene);
Layout *scene_layout(Scene *scene);

/* Cards that the next scene_set puts elsewhere glide there from where they are now. */
void scene_glide_begin(Scene *scene);
bool scene_is_gliding(const Scene *scene);
/* How far they are on the way, 0 .. 1; at 1 they have arrived. Between, cards and arrows are drawn
 * and hit where they are on the way. */
void scene_glide_to(Scene *scene, float part);

/* References and cards that are lit together: a path. Borrowed. */
typedef struct SceneLit {
    const uint32_t *rows;
    size_t row_count;
    const Handle *objects;
    size_t object_count;
} SceneLit;

enum { SCENE_LIT = 3 };

/* What the eye is on. Zeroed is nothing. */
typedef struct SceneFocus {
    ScenePart hover;
    const Handle *selected;
    size_t selected_count;
    bool dragging; /* a reference is being dragged from `drag_row` to `drag_to` */
    uint32_t drag_row;
    Point drag_to;        /* canvas coordinates */
    Handle drag_target;   /* snapped to, or null */
    const bool *possible; /* by object index: which cards it may be dropped on; null: not told */
    Handle moved;         /* a card being dragged: drawn at `moved_to` */
    Point moved_to;
    bool row_selected; /* `selected_row` is what Del removes */
    uint32_t selected_row;
    bool frame_selected;
    uint32_t selected_frame; /* index into the snapshot's frames */
    SceneLit lit[SCENE_LIT]; /* why something is alive; what a line, what a card speaks of */
    Rect band;               /* box selection in canvas coordinates; empty: none */
    float alive;             /* 1 .. 0: the part of the freed that is still shown alive */
    bool named;   /* what is drawn is told in words, too, for files: titles of cards, groups of
                     references and badges */
    float change; /* 0 .. 1: how far the change to this stop has been shown; 1 is settled */
} SceneFocus;

/* Where the canvas is shown. */
typedef struct SceneView {
    Rect area; /* of the window */
    Point pan; /* window = area origin + pan + canvas * zoom */
    float zoom;
} SceneView;

/* Appends the picture: background, grid, cards, arrows, overlays, all clipped to the area. */
void scene_draw(const Scene *scene, DrawList *list, const Theme *theme, SceneView view,
                const SceneFocus *focus);

/* A picture to keep, for a file. */
typedef struct SceneStill {
    bool blank_badges;    /* an empty box to write in instead of each refcount */
    bool blank_arrows;    /* references are not drawn, only where they begin */
    bool without_changes; /* nothing of what the step to this stop changed, but its ghosts */
} SceneStill;

/* Appends all of the picture in canvas coordinates, with its words as with `named`: no ground, no
 * grid, nothing cut off. */
void scene_draw_still(const Scene *scene, DrawList *list, const Theme *theme, SceneStill still,
                      const SceneFocus *focus);

/* The marks of the picture's language, for a legend: bits of 1 << mark. */
typedef enum SceneMark {
    SCENE_MARK_NAME,      /* a reference from a frame */
    SCENE_MARK_REFERENCE, /* between objects */
    SCENE_MARK_WEAK,
    SCENE_MARK_TEMPORARY, /* from an evaluation stack */
    SCENE_MARK_INLINE,    /* a value in the row that holds it */
    SCENE_MARK_BADGE,
    SCENE_MARK_STUB,
    SCENE_MARK_SHARED,
    SCENE_MARK_DELTA,
    SCENE_MARK_GHOST,
    SCENE_MARK_GARBAGE,
    SCENE_MARK_SUSPECT,
    SCENE_MARK_GC_REFS,
    SCENE_MARK_COUNT
} SceneMark;

/* Those that occur. */
unsigned scene_marks(const Scene *scene);

/* Only these objects and what they lead to are cards, and of the names in frames only those that
 * refer to one of them; besides the options. Copied; none: all are. Seen at the next scene_set. */
void scene_show_only(Scene *scene, const Handle *objects, size_t count);

/* Draws all cards as small blocks into the map, of which `zoom` is pixels a canvas pixel; its
 * corner is that of scene_bounds. */
void scene_draw_map(const Scene *scene, DrawList *list, const Theme *theme, Rect map, float zoom);

/* The colour of a kind of object: its header, its block from afar. */
Color scene_hue(const Theme *theme, ObjectClass class);

/* What lies at a canvas point; precedence: badge, stub, port, inline value, card, arrow. `reach` is
 * the distance in canvas pixels at which ports and arrows catch; beyond SCENE_REACH_MOST the
 * picture is seen from afar, where neither rows nor badges are drawn, and only cards are found. */
#define SCENE_REACH_MOST 20.0f
ScenePart scene_hit(const Scene *scene, Point at, float reach);

/* The card of an object in canvas coordinates, or that of the folded chain that it is in; false
 * when it has none. */
bool scene_find(const Scene *scene, Handle object, Rect *rect);
/* The same of a frame, by its index in the snapshot. */
bool scene_find_frame(const Scene *scene, uint32_t frame, Rect *rect);
/* Whether it stands behind the card of a folded chain. */
bool scene_is_folded(const Scene *scene, Handle object);
/* The card nearest to a point within `reach`: a drop target. Null handle when there is none. */
Handle scene_snap(const Scene *scene, Point at, float reach);
/* Where the step to this stop can be seen: around new cards and those that a collection suspects or
 * that are being freed, then cards whose count changed, then
 * the running frame, as far as they fit together into a rectangle of this size. False when nothing
 * is drawn. */
bool scene_changed(const Scene *scene, float width, float height, Rect *rect);
/* All that is drawn, in canvas coordinates. */
Rect scene_bounds(const Scene *scene);
const SceneRow *scene_row(const Scene *scene, uint32_t row);
size_t scene_row_count(const Scene *scene);
/* The object whose card the row stands in, or SNAPSHOT_NONE for a frame's. */
uint32_t scene_row_holder(const Scene *scene, uint32_t row);
/* The row's port and rectangle in canvas coordinates. */
Point scene_row_port(const Scene *scene, uint32_t row);
Rect scene_row_rect(const Scene *scene, uint32_t row);
/* A point of its arrow close to the head; false when it is drawn as none. */
bool scene_row_head(const Scene *scene, uint32_t row, Point *at);
const Snapshot *scene_snapshot(const Scene *scene);
/* What the step to this stop changed; empty without a snapshot before. Until the next scene_set. */
const SnapChanges *scene_changes(const Scene *scene);

/* Proves the picture: the layout's invariants; on each card badge == arrows drawn to it + stub, and
 * stub == visible references that are not drawn + hidden holders; each arrow leaves its port and
 * reaches its target's border. False with what is wrong appended. */
bool scene_check(const Scene *scene, TextBuffer *wrong);

/* The last name that an object had in a frame; empty text if none. */
Text scene_last_name(const Scene *scene, Handle object);

static inline Point scene_to_window(SceneView view, Point canvas) {
    return (Point){view.area.x + view.pan.x + canvas.x * view.zoom,
                   view.area.y + view.pan.y + canvas.y * view.zoom};
}

static inline Point scene_to_canvas(SceneView view, Point window) {
    return (Point){(window.x - view.area.x - view.pan.x) / view.zoom,
                   (window.y - view.area.y - view.pan.y) / view.zoom};
}

#endif
