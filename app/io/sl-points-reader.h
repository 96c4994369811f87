/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-points.h"

/* The points of a file some rows at a time, so that its length does not matter. One thread at a time. */
typedef struct _SlPointsReader SlPointsReader;

/* Opens a file and reads what comes before its rows. skipping: a row with text, no number or too few fields
 * is marked as bad; so is one that sl_points_check() does not accept. Mistakes that concern all rows are
 * errors. NULL with the errors of sl_points_load(). */
SlPointsReader *sl_points_reader_open (const char *path, gboolean skipping, GError **error);
/* The rows that were read last, none at first. Owned by self; always the same object. */
SlPoints *sl_points_reader_points (SlPointsReader *self);
/* Reads the next rows, at most `most`, in place of those before; none are left at the end of the file.
 * Values are not compared with their ranges yet. FALSE with the errors of sl_points_load(), also where the
 * file has changed since it was opened. */
gboolean sl_points_reader_next (SlPointsReader *self, gsize most, GError **error);
/* Makes row number `row` of the file the next one. */
gboolean sl_points_reader_seek (SlPointsReader *self, gsize row, GError **error);
void sl_points_reader_free (SlPointsReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPointsReader, sl_points_reader_free)
