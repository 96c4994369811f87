/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "app/bench/sl-bench.h"

/* Shared by benches that open a window of the program. Needs a display. */

#define SL_BENCH_WINDOW_WIDTH 1280
#define SL_BENCH_WINDOW_HEIGHT 800

typedef struct {
  GApplication *app;
  guint limit;            /* source that ends the bench if the window is not painted in time */
  char *failure;          /* message; NULL: none */
  double resident, peak;  /* MB, when the bench ended */
} SlBenchWindow;

/* Runs the application until sl_bench_window_end(). activate opens the window. Saved sessions and preferences
 * of the user are neither read nor written. SL_EXIT_OK, or the status of a message that was printed. */
SlExit sl_bench_window_run (SlBenchWindow *self, const SlCommandLine *line,
                            void (*activate) (GApplication *app, gpointer data), gpointer data);
/* Presents a window with a signal "failed" (message). The bench fails on that signal, or if
 * sl_bench_window_ready() is not called within a minute. */
void sl_bench_window_open (SlBenchWindow *self, GtkWidget *window);
void sl_bench_window_ready (SlBenchWindow *self);
/* Notes the memory in use and leaves sl_bench_window_run(). */
void sl_bench_window_end (SlBenchWindow *self);

/* The slider inside a widget, such as a row of a panel; NULL if there is none. */
GtkRange *sl_bench_window_find_slider (GtkWidget *widget);
/* Removes a folder with all that is in it. NULL: does nothing. */
void sl_bench_window_remove_folder (const char *path);
