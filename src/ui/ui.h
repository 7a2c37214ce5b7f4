/* The interface core: immediate mode. Each frame the application gives the input, asks for each
 * widget where it stands, and is told what happened to it; widgets append draw commands.
 *
 * An id is a hash of a name that is stable across frames ("timeline.next"). One widget is hot
 * (under the pointer), one active (being pressed or dragged), one has the keyboard focus. Tab moves
 * the focus in the order in which focusable widgets were asked for. Key presses that no widget took
 * are left for the application (ui_take_key). Where widgets overlap, the one asked for last is on
 * top; which one that is, is known after a frame without a press: so a press must come in a frame
 * of its own, after one that has the pointer where the press is.
 *
 * A frame: ui_begin, widgets, ui_end. Nothing here calls a clock; the times come with the input. */
#ifndef LASTREF_UI_UI_H
#define LASTREF_UI_UI_H

#include "base/array.h"
#include "draw/draw_list.h"
#include "draw/theme.h"
#include "ui/input.h"

typedef uint32_t UiId;

/* A widget's place, for recorded sessions and the smoke test: addressed by name. */
typedef struct UiPlace {
    char name[48];
    Rect rect;
} UiPlace;

/* Where copied text goes. Both may be null. */
typedef struct UiClipboard {
    void *context;
    void (*set)(void *context, const char *text);
    bool (*get)(void *context, TextBuffer *out); /* appends; false: it holds no text */
} UiClipboard;

typedef struct Ui {
    /* what the frame draws with; borrowed */
    DrawList *list;
    const Theme *theme;
    const TextMeasure *measure;

    /* pointer, in logical pixels */
    Point mouse;
    bool mouse_inside;
    bool down[4];     /* by InputButton */
    bool pressed[4];  /* went down in this frame */
    bool released[4]; /* went up in this frame */
    int clicks;       /* of the press in this frame */
    Point wheel;      /* notches in this frame */
    bool wheel_taken;
    unsigned modifiers;

    UiId hot, next_hot; /* under the pointer: of the last frame, and of this one so far */
    UiId active;        /* holds the pointer until the button goes up */
    UiId focus;         /* has the keyboard */
    bool focus_shown;   /* a ring is drawn: the focus came by key */

    Array(UiId) order; /* focusable widgets of this frame */
    bool focus_next, focus_previous, activate;
    bool modal;             /* something stands over all else, as of the last frame */
    Array(InputEvent) keys; /* key presses of this frame that nobody took */
    TextBuffer typed;       /* text typed in this frame that no field took */
    UiId editing;           /* the text field that has the keyboard, of the last frame; or 0 */
    bool chords;            /* it is a text area, with chords of its own */
    Rect caret;             /* where its text is typed */
    UiClipboard clipboard;

    uint64_t now;       /* ms */
    UiId tip_id;        /* whose tooltip is waiting or shown */
    uint64_t tip_since; /* when the pointer came to rest on it */
    char tip[800];      /* its text */
    Rect tip_rect;
    bool tip_wanted, tip_pending; /* something has one in this frame; it waits */

    Cursor cursor;
    bool animating; /* something moves: draw again soon */
    Array(UiPlace) places;
} Ui;

/* A zeroed Ui is ready. */
void ui_deinit(Ui *ui);

/* Takes the input of a frame. `size` is the window's. */
void ui_begin(Ui *ui, DrawList *list, const Theme *theme, const TextMeasure *measure,
              const InputEvent *events, size_t count, uint64_t now);
/* Draws the tooltip, moves the focus. */
void ui_end(Ui *ui, Rect window);

UiId ui_id(const char *name);

/* Notes the place of a named thing without making it a widget. */
void ui_note(Ui *ui, const char *name, Rect rect);

/* What happened to an area in this frame. */
typedef struct UiAnswer {
    bool hot;     /* the pointer is on it, and nothing else is held */
    bool active;  /* held by the left button */
    bool clicked; /* pressed and released on it, or Enter/Space with the focus */
    bool pressed;
    bool released; /* was active; the button went up, anywhere */
    bool focused;
} UiAnswer;

/* The base of all widgets. `tip` may be null. */
UiAnswer ui_area(Ui *ui, const char *name, Rect rect, bool enabled, bool focusable,
                 const char *tip);

/* Asks for a tooltip beside `near`, for a thing that is no widget: call it in each frame in which
 * the pointer is on it. True once that has lasted, when ui_tell_tip gives the text. */
bool ui_tip(Ui *ui, UiId id, Rect near);
/* Of the tip that is due: lines of text. */
void ui_tell_tip(Ui *ui, const char *text);

/* After a widget that was not enabled: tells why as its tip, to the pointer and, where it is a
 * `stop`, to the focus, which then finds it in its place. True when somebody tries to use it. */
bool ui_refused(Ui *ui, const char *name, Rect rect, bool stop, const char *why);

typedef enum UiButtonLook { UI_PLAIN, UI_PRIMARY, UI_TAB, UI_TAB_ON, UI_FLAT } UiButtonLook;

/* A button; true when it was used. */
bool ui_button(Ui *ui, const char *name, Rect rect, const char *label, UiButtonLook look,
               bool enabled, const char *tip);
/* Its natural width. */
float ui_button_width(const Ui *ui, const char *label);

/* A row that is on or off: one of several (radio) or by itself (check). True when it was used. */
typedef enum UiChoice { UI_RADIO, UI_CHECK } UiChoice;
float ui_choice_width(const Ui *ui, const char *label);
bool ui_choice(Ui *ui, const char *name, Rect rect, const char *label, UiChoice kind, bool on,
               bool enabled, const char *tip);

/* What stands on a button instead of words. */
typedef enum UiIcon {
    UI_ICON_FIRST,
    UI_ICON_BACK,
    UI_ICON_PLAY,
    UI_ICON_PAUSE,
    UI_ICON_FORWARD,
    UI_ICON_LAST,
    UI_ICON_INSIDE /* down to a dot */
} UiIcon;
bool ui_icon_button(Ui *ui, const char *name, Rect rect, UiIcon icon, bool enabled,
                    const char *tip);

/* A mark on a scrubber's track. */
typedef struct UiMark {
    float at; /* 0 .. 1 */
    Color color;
    bool hollow; /* a ring */
} UiMark;

/* A scrubber over 0 .. max: true when the value changed. */
bool ui_scrubber(Ui *ui, const char *name, Rect rect, uint32_t max, uint32_t *value,
                 const UiMark *marks, size_t mark_count, const char *tip);

/* The bar between two panes; true while it is dragged, `*x` following the pointer. */
bool ui_splitter(Ui *ui, const char *name, float *x, float top, float height);

/* Scrolls an area by the wheel when the pointer is in it: keeps `*offset` within 0 .. content -
 * height and draws the bar. */
void ui_scroll(Ui *ui, const char *name, Rect area, float content, float *offset);
/* Changes the offset of the area `shown` so that `rect` can be seen with so many pixels above and
 * below it; where there is no room for both, its upper edge. */
void ui_scroll_to(Ui *ui, Rect shown, Rect rect, float around, float *offset);
/* The same from side to side, by the second wheel or Shift and the first: `content` is a width; the
 * bar stands below the area. Called before ui_scroll of the same area, which takes what is left. */
void ui_scroll_across(Ui *ui, const char *name, Rect area, float content, float *offset);

/* Something stands over all else: what was asked for before gets no focus by Tab in this frame, and
 * Space uses what has it, as Enter does. */
void ui_begin_modal(Ui *ui);

/* Whether a widget of that name can have the keyboard, as of this frame. */
bool ui_is_focusable(const Ui *ui, const char *name);
/* Gives a focusable widget the keyboard. */
void ui_set_focus(Ui *ui, const char *name);
/* The ring around what has the keyboard. */
void ui_draw_focus(Ui *ui, Rect rect, float radius);

/* Text helpers. */
void ui_text(Ui *ui, Point at, FontFace face, float size, Color color, const char *text);
void ui_text_right(Ui *ui, Point at, FontFace face, float size, Color color, const char *text);
float ui_width(const Ui *ui, FontFace face, float size, const char *text);
/* Breaks a paragraph at spaces into lines of `width`; draws it unless `color` is 0; returns its
 * height. */
float ui_paragraph(Ui *ui, Rect area, FontFace face, float size, Color color, Text text);

/* Takes a key press of this frame with exactly these modifiers; false when there is none. */
bool ui_take_key(Ui *ui, InputKey key, unsigned modifiers);

#endif
