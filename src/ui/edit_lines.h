/* What an editor does to whole lines: those of the selection, else the caret's. Each is one change,
 * and the lines stay selected where there was a selection. */
#ifndef LASTREF_UI_EDIT_LINES_H
#define LASTREF_UI_EDIT_LINES_H

#include "ui/edit_buffer.h"

/* Makes them Python comments, or no comments where all are. */
void edit_toggle_comment(EditBuffer *edit);
/* Once more below. */
void edit_duplicate_lines(EditBuffer *edit);
/* Past the line above, or below. */
void edit_lines_up(EditBuffer *edit);
void edit_lines_down(EditBuffer *edit);

#endif
