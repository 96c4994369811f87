/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/desktop/sl-window-shell.h"
#include "ui/plot/sl-plot.h"

/* Files of a window: open, recent, save, save as, files dropped on the window, figures and tables. Main
 * thread. */

/* A dialog for choosing a file. */
typedef struct {
  const char *title;             /* marked for translation, like filter */
  const char *filter;            /* name of what the patterns match */
  const char *patterns[4];       /* NULL-terminated */
  gboolean open;                 /* an existing file, of any name; else a new one */
} SlFileKind;

/* A document of a window. Functions get the window. */
struct _SlWindowFiles {
  const char *mime_type;
  const char *ending;            /* added to names without it: ".starloom"; NULL: names stay as they are */
  SlFileKind open, save;
  /* A document that is read at once; or, where that may take long, in two steps: what load() reads in
   * another thread goes to take(), which owns it (free_loaded()). */
  gboolean (*read) (GtkWindow *window, const char *path, GError **error);
  gpointer (*load) (const char *path, GError **error);
  void (*take) (GtkWindow *window, const char *path, gpointer loaded);
  GDestroyNotify free_loaded;
  gboolean (*write) (GtkWindow *window, const char *path, GError **error);
  /* The document's file; NULL: it has none. */
  const char *(*get_path) (GtkWindow *window);
  /* Its name for people, g_free; NULL with get_path(). */
  char *(*get_name) (GtkWindow *window);
  /* A file name to begin with where there is no file yet; g_free. */
  char *(*suggest_name) (GtkWindow *window);
  /* What the toast says after reading work that has no file; translated. NULL: there is no such work. */
  const char *(*restored_text) (void);
  /* Files with unsaved work of earlier, the newest first; g_strfreev. */
  char **(*list_aside) (GtkWindow *window);
  /* Whether there is unsaved work. */
  gboolean (*modified) (GtkWindow *window);
  /* Before the window closes. keep: its copy on disk is written, for the next start; else unsaved work is put
   * aside (list_aside()) and the copy removed. */
  gboolean (*leave) (GtkWindow *window, gboolean keep, GError **error);
};

/* Adds the actions "open", "open-file" (s, a path), "save" and "save-as", fills the menu of recent files and
 * takes files that are dropped on the window. After sl_window_shell_install(). */
void sl_window_files_install (SlWindowShell *self);
/* For a window that is about to close; TRUE: it stays open, and a question decides. The last window of its
 * kind, and all that close because the program ends, keep their work for the next start. One of several asks
 * where there is unsaved work, which is put aside if it is not saved. */
gboolean sl_window_files_stay (SlWindowShell *self);
/* Whether the program ends, and whether it can wait for answers. */
typedef enum { SL_WINDOW_FILES_RUNNING, SL_WINDOW_FILES_QUITTING, SL_WINDOW_FILES_KILLED } SlWindowFilesEnd;
void sl_window_files_set_end (SlWindowFilesEnd end);
/* Opens a file; a toast says so, or a message says what is wrong. */
void sl_window_files_open (SlWindowShell *self, const char *path);
/* The menu of recent files changes with more than the list of the desktop. */
void sl_window_files_update_recent (SlWindowShell *self);

/* Asks for a file and calls chosen (window, path, data) if there is one; data is freed in any case. Nothing
 * if a dialog is open already. name: to begin with, or NULL. */
typedef void (*SlFileChosen) (GtkWindow *window, const char *path, gpointer data);
void sl_window_files_choose (SlWindowShell *self, const SlFileKind *kind, const char *name,
                             SlFileChosen chosen, gpointer data, GDestroyNotify free_data);
/* Says that a file was saved, or why not. */
void sl_window_files_tell_saved (SlWindowShell *self, const char *path, const GError *error);
void sl_window_files_tell_nothing (SlWindowShell *self);

/* Across two columns of a journal. */
#define SL_FIGURE_WIDTH_MM 180.0
/* Asks for a file and saves a plot as it is now: PDF, SVG or PNG. plot NULL: there is none yet, which a toast
 * says. */
void sl_window_files_save_figure (SlWindowShell *self, SlPlot *plot, const char *name, double height_mm);
