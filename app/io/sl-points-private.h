/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/io/sl-points.h"

/* Shared by sl-points*.c only. Each reader fills points whose path is set. */
gboolean sl_points_load_hdf5 (SlPoints *self, GError **error);
gboolean sl_points_load_csv (SlPoints *self, GError **error);

/* A column of a file that holds an option; columns of parameters are SlParamId. */
#define SL_POINTS_OPTION(option) (-2 - (option))
#define SL_POINTS_IS_OPTION(column) ((column) < 0)

/* What each of n columns of these names is, options as well where with_options; a name may appear only once.
 * NULL with an error that begins with where. g_free. */
int *sl_points_find_columns (char **names, gsize n, gboolean with_options, const char *where, GError **error);
/* Memory for n points and the columns that are parameters. FALSE with an error where that is too much. */
gboolean sl_points_allocate (SlPoints *self, gsize n, const int *columns, gsize n_columns, GError **error);
/* Memory for an option of each point. */
gboolean sl_points_allocate_option (SlPoints *self, SlOptionId id, GError **error);
