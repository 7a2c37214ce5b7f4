/* The shortcut sheet: the action table as a page. */
#include "app/actions.h"
#include "app/app_state.h"
#include "base/translate.h"

#include <math.h>
#include <string.h>

static const float ROW = 27, WIDTH = 760, COLUMN = 356;

typedef struct Hand {
    const char *gesture, *does;
} Hand;

static const Hand hands[] = {
    {N_("Drag a name or item to an object"), N_("makes the reference")},
    {N_("Click a hollow dot"), N_("pulls the value out")},
    {N_("Middle or right drag"), N_("moves the canvas")},
    {N_("Wheel"), N_("zooms at the pointer")},
    {N_("Drag a card"), N_("puts it elsewhere")},
    {N_("Click a line number"), N_("runs to that line; with Shift back")},
    {N_("Double-click a value's card"), N_("puts it back")},
    {N_("Double-click the empty canvas"), N_("finds what to make or do")},
};

static const Hand typing[] = {
    {N_("Enter"), N_("runs what is whole; else a new line")},
    {N_("Shift+Enter"), N_("always a new line")},
    {N_("Up, Down"), N_("recall what was typed at the prompt")},
    {N_("Tab"), N_("completes at the prompt; indents")},
    {N_("Ctrl+Space"), N_("completes in the editor")},
    {N_("Ctrl+/"), N_("makes lines comments, or takes it back")},
    {N_("Alt+Up, Alt+Down"), N_("move lines")},
    {N_("Ctrl+D"), N_("doubles lines")},
};

enum { HANDS = sizeof hands / sizeof *hands, TYPING = sizeof typing / sizeof *typing };

static void draw_row(Ui *ui, float x, float y, const char *left, const char *right) {
    const Theme *theme = ui->theme;
    float width = ui_width(ui, FONT_UI_MEDIUM, 12, left) + 14;
    draw_box(ui->list, (Rect){x, y - 10, width, 20},
             (BoxStyle){.fill = theme->panel_card, .radius = 5});
    ui_text(ui, (Point){x + 7, y}, FONT_UI_MEDIUM, 12, theme->text, left);
    draw_string(ui->list, (Point){x + fmaxf(width + 12, 96), y},
                (TextStyle){.face = FONT_UI,
                            .size = 13,
                            .color = theme->text,
                            .line = TEXT_MIDDLE,
                            .max_width = COLUMN - fmaxf(width + 12, 96)},
                right);
}

/* Each column of the sheet, from above. */
static const char *const left_groups[] = {N_("File"), N_("Time"), N_("Python"), N_("Script")};
static const char *const right_groups[] = {N_("Window"), N_("Canvas"), N_("Object"),
                                           N_("Presenting")};
enum {
    LEFT_GROUPS = sizeof left_groups / sizeof *left_groups,
    RIGHT_GROUPS = sizeof right_groups / sizeof *right_groups
};

static const float GROUP_GAP = 8; /* under a group */

/* Returns where the next one begins. */
static float put_group(Ui *ui, float x, float y, const char *group, bool drawn) {
    size_t count;
    const Action *actions = actions_all(&count);
    if (drawn) ui_text(ui, (Point){x, y}, FONT_UI_BOLD, 12.5f, ui->theme->text_muted, _(group));
    y += ROW;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(actions[i].group, group) != 0 || !actions[i].keys[0]) continue;
        if (drawn) {
            TextBuffer key = {0};
            action_append_key(&actions[i], &key);
            draw_row(ui, x, y, text_cstr(&key), action_title(&actions[i]));
            text_deinit(&key);
        }
        y += ROW;
    }
    return y + GROUP_GAP;
}

/* Returns the height of the column. */
static float put_column(Ui *ui, Point at, const char *const *groups, size_t count, bool drawn) {
    float y = at.y;
    for (size_t i = 0; i < count; i++) y = put_group(ui, at.x, y, groups[i], drawn);
    return y - at.y;
}

/* What is in no table of actions, in two columns. */
static void draw_hands(Ui *ui, Point at, float right, const char *heading, const Hand *rows,
                       size_t count) {
    ui_text(ui, at, FONT_UI_BOLD, 12.5f, ui->theme->text_muted, heading);
    for (size_t i = 0; i < count; i++) {
        float x = i % 2 ? right : at.x, line = at.y + ROW * (float)(1 + i / 2);
        draw_row(ui, x, line, _(rows[i].gesture), _(rows[i].does));
    }
}

static float hands_height(size_t count) {
    return ROW * (float)(1 + (count + 1) / 2) + GROUP_GAP;
}

void help_sheet(App *app) {
    Ui *ui = &app->ui;
    const float head = 56, foot = 14;
    float keys = fmaxf(put_column(ui, (Point){0}, left_groups, LEFT_GROUPS, false),
                       put_column(ui, (Point){0}, right_groups, RIGHT_GROUPS, false));
    float content = 16 + keys + 6 + hands_height(TYPING) + hands_height(HANDS);
    Rect sheet =
        sheet_panel(app, _("Shortcuts"), (Point){WIDTH, head + content + foot}, &app->help_open);
    Rect area = {sheet.x, sheet.y + head, sheet.w, sheet.h - head - foot};
    ui_scroll(ui, "help.scroll", area, content, &app->help_scroll);
    draw_clip_push(ui->list, area);
    float left = sheet.x + 28, right = sheet.x + 28 + sheet.w / 2 - 8;
    float top = area.y + 16 - app->help_scroll;
    put_column(ui, (Point){left, top}, left_groups, LEFT_GROUPS, true);
    put_column(ui, (Point){right, top}, right_groups, RIGHT_GROUPS, true);
    float y = top + keys + 6;
    draw_hands(ui, (Point){left, y}, right, _("Typing"), typing, TYPING);
    y += hands_height(TYPING);
    draw_hands(ui, (Point){left, y}, right, _("Mouse"), hands, HANDS);
    draw_clip_pop(ui->list);
}
