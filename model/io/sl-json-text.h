/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Makes JSON of text that a user may have written fit for a parser that recurses for each bracket: comments,
 * both kinds, become blanks, so that lines and columns stay; what no JSON has outside of double quotes (single
 * quotes, slashes, zeros) is refused, and so are more than `depth` brackets within one another and more than
 * SL_JSON_TEXT_MOST values. After that
 * every parser finds the same brackets that were counted here. text (length bytes) is changed in place. FALSE
 * with SL_ERROR_DATA, which names line and column. Thread: any. */
#define SL_JSON_TEXT_MOST 5000000
gboolean sl_json_text_clean (char *text, gsize length, guint depth, GError **error);
