/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* How the times of a table's file are to be read: a unit, and whether they count from the Big Bang or back
 * from the time at which the galaxy is seen. Names in files and on the command line: "gyr",
 * "lookback_myr". */
typedef enum {
  SL_TABLE_GYR,
  SL_TABLE_MYR,
  SL_TABLE_YR,
  SL_TABLE_S,
  SL_TABLE_LG_GYR, /* log10 of a time in Gyr */
  SL_TABLE_LG_YR,
  SL_TABLE_LOOKBACK_GYR,
  SL_TABLE_LOOKBACK_MYR,
  SL_TABLE_LOOKBACK_YR,
  SL_TABLE_LOOKBACK_S,
  SL_TABLE_LOOKBACK_LG_GYR,
  SL_TABLE_LOOKBACK_LG_YR,
  SL_N_TABLE_TIMES
} SlTableTimes;

/* How the values of a table of metals are to be read. Rates have one way, SL_TABLE_AS_IS. */
typedef enum {
  SL_TABLE_AS_IS,     /* log10 of the mass fraction Z; a rate in any unit */
  SL_TABLE_LGZ_SOLAR, /* log10 of Z / Zsun */
  SL_TABLE_Z,         /* Z */
  SL_TABLE_Z_SOLAR,   /* Z / Zsun */
  SL_N_TABLE_VALUES
} SlTableValues;

/* A curve y(x) given by points: an SFH or metals over time from a file. Immutable, and kept for the life of
 * the process like an interned string, so that a galaxy that refers to one stays a plain value. Equal curves
 * of one name are one object. Thread: any. */
typedef struct {
  char *name;         /* shown to the user: the file’s name */
  guint n;            /* at least 2 */
  double *x;          /* (n) Gyr since the Big Bang, or since the galaxy is seen, strictly increasing */
  double *y;          /* (n) finite */
  double *integral;   /* (n) of y from x[0], y linear between points */
  gboolean lookback;  /* x counts from the time at which the galaxy is seen: minus lookback times */
  SlTableTimes times; /* how the file was read to give x and y */
  SlTableValues values;
} SlTable;

/* Most points that a table may have. */
#define SL_TABLE_MAX 100000

/* Name of a way to read times or values in files; NULL past the last. */
const char *sl_table_times_name (guint times);
const char *sl_table_values_name (guint values);
/* Title for people, marked for translation: "Gyr since the Big Bang". */
const char *sl_table_times_title (guint times);
const char *sl_table_values_title (guint values);
/* Another name of SL_TABLE_AS_IS, for rates. */
#define SL_TABLE_RATES "rates"
/* The way of that name, or -1. */
int sl_table_times_lookup (const char *name);
int sl_table_values_lookup (const char *name);
/* Whether times of this kind count back from the time at which the galaxy is seen. */
gboolean sl_table_times_lookback (SlTableTimes times);

/* The table with these points, times in Gyr since the Big Bang. NULL with SL_ERROR_DATA where x does not
 * increase or a value is not finite. */
const SlTable *sl_table_intern (const char *name, const double *x, const double *y, guint n, GError **error);
/* The same, of a file that was read in this way; x and y as in SlTable. */
const SlTable *sl_table_intern_read (const char *name, const double *x, const double *y, guint n,
                                     SlTableTimes times, SlTableValues values, GError **error);
