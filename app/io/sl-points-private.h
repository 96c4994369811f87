/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-points.h"

/* Shared by sl-points*.c only. */

/* The two kinds of files. open: fills what points know before their rows, of points whose path is set; read:
 * adds up to `most` rows to the points, which have room for them; skip: leaves rows out; rewind: begins again
 * with the first row. */
typedef struct _SlPointsCsv SlPointsCsv;
SlPointsCsv *sl_points_csv_open (SlPoints *points, GError **error);
gboolean sl_points_csv_read (SlPointsCsv *csv, gsize most, GError **error);
gboolean sl_points_csv_skip (SlPointsCsv *csv, gsize n, GError **error);
gboolean sl_points_csv_rewind (SlPointsCsv *csv, GError **error);
void sl_points_csv_free (SlPointsCsv *csv);

typedef struct _SlPointsHdf5 SlPointsHdf5;
SlPointsHdf5 *sl_points_hdf5_open (SlPoints *points, GError **error);
gboolean sl_points_hdf5_read (SlPointsHdf5 *self, gsize most, GError **error);
void sl_points_hdf5_skip (SlPointsHdf5 *self, gsize n);
gboolean sl_points_hdf5_rewind (SlPointsHdf5 *self, GError **error);
void sl_points_hdf5_free (SlPointsHdf5 *self);

/* A column of a file that holds an option; columns of parameters are SlParamId. Columns of results, which
 * eval writes behind the parameters, are not read. */
#define SL_POINTS_OPTION(option) (-2 - (option))
#define SL_POINTS_RESULT G_MININT
#define SL_POINTS_IS_OPTION(column) ((column) < 0 && (column) != SL_POINTS_RESULT)
#define SL_POINTS_IS_PARAMETER(column) ((column) >= 0)

/* What each of n columns of these names is, options and results as well where with_options; a name may appear
 * only once. NULL with an error that begins with where. g_free. */
int *sl_points_find_columns (char **names, gsize n, gboolean with_options, const char *where, GError **error);
/* Notes the columns; FALSE where there is not the memory for one row. */
gboolean sl_points_set_columns (SlPoints *self, const int *columns, gsize n_columns, GError **error);
/* Makes points have an option of their own each. */
void sl_points_add_option (SlPoints *self, SlOptionId id);
