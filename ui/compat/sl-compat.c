/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/compat/sl-compat.h"

#include "ui/compat/sl-one-name.h"

/* --- dialogs -------------------------------------------------------------- */

GtkWidget *
sl_message_dialog_new (const char *heading, const char *body)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  return GTK_WIDGET (adw_alert_dialog_new (heading, body));
#else
  return adw_message_dialog_new (NULL, heading, body);
#endif
}

void
sl_dialog_present (GtkWidget *dialog, GtkWindow *parent)
{
  sl_one_name_below (dialog);
#if ADW_CHECK_VERSION (1, 5, 0)
  adw_dialog_present (ADW_DIALOG (dialog), parent ? GTK_WIDGET (parent) : NULL);
#else
  gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
#endif
}

void
sl_dialog_close (GtkWidget *dialog)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  if (ADW_IS_DIALOG (dialog))
    {
      adw_dialog_close (ADW_DIALOG (dialog));
      return;
    }
#endif
  gtk_window_close (GTK_WINDOW (dialog));
}

void
sl_dialog_clear_focus (GtkWidget *dialog)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  adw_dialog_set_focus (ADW_DIALOG (dialog), NULL);
#else
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
#endif
}

GtkWidget *
sl_dialog_find (GtkWindow *parent)
{
  GListModel *all = gtk_window_get_toplevels ();

#if ADW_CHECK_VERSION (1, 5, 0)
  AdwDialog *dialog = ADW_IS_APPLICATION_WINDOW (parent)
                          ? adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (parent))
                      : ADW_IS_WINDOW (parent) ? adw_window_get_visible_dialog (ADW_WINDOW (parent))
                                               : NULL;

  if (dialog)
    return GTK_WIDGET (dialog);
#endif
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (window) == parent && gtk_window_get_modal (window)
          && gtk_widget_get_visible (GTK_WIDGET (window)))
        return GTK_WIDGET (window);
    }
  return NULL;
}

/* --- choosing a file ------------------------------------------------------- */

struct _SlFileDialog {
  SlFileAnswer answer;
  gpointer data;
  GDestroyNotify free_data;
#if GTK_CHECK_VERSION (4, 10, 0)
  gboolean save;
  GCancellable *cancellable;  /* cancelled: the question was taken back, and this is freed at the end */
#else
  GtkFileChooserNative *native;
#endif
};

static void
finish (SlFileDialog *self, GFile *file, gboolean answered)
{
  SlFileDialog last = *self;

  g_free (self);
  if (answered)
    last.answer (file, last.data);
  if (last.free_data)
    last.free_data (last.data);
}

#if GTK_CHECK_VERSION (4, 10, 0)

static void
chosen_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  SlFileDialog *self = data;
  const gboolean answered = self->answer != NULL;
  g_autoptr (GFile) file = self->save ? gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, NULL)
                                      : gtk_file_dialog_open_finish (GTK_FILE_DIALOG (dialog), result, NULL);

  g_object_unref (self->cancellable);
  finish (self, file, answered);
}

static void
ask (SlFileDialog *self, GtkWindow *parent, const SlFileQuestion *question)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  for (guint i = 0; i < G_N_ELEMENTS (question->filter) && question->filter[i]; i++)
    g_list_store_append (filters, question->filter[i]);
  gtk_file_dialog_set_title (dialog, question->title);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_default_filter (dialog, question->filter[0]);
  if (question->folder)
    gtk_file_dialog_set_initial_folder (dialog, question->folder);
  if (question->name)
    gtk_file_dialog_set_initial_name (dialog, question->name);
  self->save = question->save;
  self->cancellable = g_cancellable_new ();
  if (self->save)
    gtk_file_dialog_save (dialog, parent, self->cancellable, chosen_cb, self);
  else
    gtk_file_dialog_open (dialog, parent, self->cancellable, chosen_cb, self);
}

void
sl_file_dialog_free (SlFileDialog *self)
{
  g_autoptr (GCancellable) cancellable = g_object_ref (self->cancellable);

  /* GTK calls chosen_cb() for this as well, and that frees the rest. */
  if (self->free_data)
    self->free_data (self->data);
  self->answer = NULL;
  self->free_data = NULL;
  g_cancellable_cancel (cancellable);
}

#else

static void
response_cb (GtkNativeDialog *native, int response, SlFileDialog *self)
{
  g_autoptr (GtkFileChooserNative) chooser = self->native;
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  finish (self, file, TRUE);
}

static void
ask (SlFileDialog *self, GtkWindow *parent, const SlFileQuestion *question)
{
  GtkFileChooser *chooser;

  self->native = gtk_file_chooser_native_new (
      question->title, parent, question->save ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
      NULL, NULL);
  chooser = GTK_FILE_CHOOSER (self->native);
  for (guint i = 0; i < G_N_ELEMENTS (question->filter) && question->filter[i]; i++)
    gtk_file_chooser_add_filter (chooser, question->filter[i]);
  if (question->folder)
    gtk_file_chooser_set_current_folder (chooser, question->folder, NULL);
  if (question->name)
    gtk_file_chooser_set_current_name (chooser, question->name);
  g_signal_connect (self->native, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->native), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->native));
}

void
sl_file_dialog_free (SlFileDialog *self)
{
  g_signal_handlers_disconnect_by_data (self->native, self);
  g_object_unref (self->native);
  finish (self, NULL, FALSE);
}

#endif

SlFileDialog *
sl_file_dialog_ask (GtkWindow *parent, const SlFileQuestion *question, SlFileAnswer answer, gpointer data,
                    GDestroyNotify free_data)
{
  SlFileDialog *self = g_new0 (SlFileDialog, 1);

  self->answer = answer;
  self->data = data;
  self->free_data = free_data;
  ask (self, parent, question);
  return self;
}

/* --- a panel beside the content ---------------------------------------------- */

struct _SlSplit {
  GtkWidget parent_instance;
  GtkWidget *sidebar, *content;  /* owned by view */
  GtkWidget *view;               /* of the library */
  guint fold_idle;               /* is about to fold or unfold; 0: is not */
};

enum { PROP_SIDEBAR = 1, PROP_CONTENT, PROP_SHOW_SIDEBAR, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SlSplit, sl_split, GTK_TYPE_WIDGET)

#if ADW_CHECK_VERSION (1, 4, 0)

#define SHOW_SIDEBAR "show-sidebar"
#define SIDEBAR "sidebar"
/* The least and the largest width of a sidebar whose own request is larger */
#define SIDEBAR_WIDTH 340
/* What the library may draw between the two */
#define BORDER 2

static GtkWidget *
view_new (void)
{
  return g_object_new (ADW_TYPE_OVERLAY_SPLIT_VIEW, "sidebar-width-unit", ADW_LENGTH_UNIT_PX,
                       "min-sidebar-width", (double) SIDEBAR_WIDTH, "max-sidebar-width",
                       (double) SIDEBAR_WIDTH, NULL);
}

gboolean
sl_split_get_folded (SlSplit *self)
{
  return adw_overlay_split_view_get_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->view));
}

static gboolean
should_fold (SlSplit *self, int width)
{
  int sidebar = 0, content = 0;

  if (self->sidebar)
    gtk_widget_measure (self->sidebar, GTK_ORIENTATION_HORIZONTAL, -1, &sidebar, NULL, NULL, NULL);
  if (self->content)
    gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &content, NULL, NULL, NULL);
  return width < MAX (sidebar, SIDEBAR_WIDTH) + content + BORDER;
}

static gboolean
fold_cb (gpointer data)
{
  SlSplit *self = data;

  self->fold_idle = 0;
  adw_overlay_split_view_set_collapsed (ADW_OVERLAY_SPLIT_VIEW (self->view),
                                        should_fold (self, gtk_widget_get_width (GTK_WIDGET (self))));
  return G_SOURCE_REMOVE;
}

/* The window can become as narrow as the wider one: a breakpoint would need to know how wide that is. */
static void
sl_split_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  SlSplit *self = SL_SPLIT (widget);
  GtkWidget *const children[] = { self->sidebar, self->content };
  int sum = 0;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (children[i])
      {
        int least, wish;

        gtk_widget_measure (children[i], orientation, -1, &least, &wish, NULL, NULL);
        *minimum = MAX (*minimum, least);
        *natural = MAX (*natural, wish);
        sum += wish;
      }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = sum;
}

static void
sl_split_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SlSplit *self = SL_SPLIT (widget);
  int least;

  /* Children may not come and go while sizes are given out; until the next frame the view is cut off. */
  if (self->fold_idle == 0 && should_fold (self, width) != sl_split_get_folded (self))
    self->fold_idle = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, fold_cb, self, NULL);
  gtk_widget_measure (self->view, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_allocate (self->view, MAX (width, least), height, baseline, NULL);
}

#else

#define SHOW_SIDEBAR "reveal-flap"
#define SIDEBAR "flap"

static GtkWidget *
view_new (void)
{
  return g_object_new (ADW_TYPE_FLAP, "fold-policy", ADW_FLAP_FOLD_POLICY_AUTO, "transition-type",
                       ADW_FLAP_TRANSITION_TYPE_OVER, "separator",
                       gtk_separator_new (GTK_ORIENTATION_VERTICAL), NULL);
}

gboolean
sl_split_get_folded (SlSplit *self)
{
  return adw_flap_get_folded (ADW_FLAP (self->view));
}

#endif

void
sl_split_set_show_sidebar (SlSplit *self, gboolean show)
{
  g_object_set (self->view, SHOW_SIDEBAR, show, NULL);
}

gboolean
sl_split_get_show_sidebar (SlSplit *self)
{
  gboolean show;

  g_object_get (self->view, SHOW_SIDEBAR, &show, NULL);
  return show;
}

static void
shown_cb (SlSplit *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_SIDEBAR]);
}

static void
sl_split_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SlSplit *self = SL_SPLIT (object);

  if (id == PROP_SHOW_SIDEBAR)
    g_value_set_boolean (value, sl_split_get_show_sidebar (self));
  else
    g_value_set_object (value, id == PROP_SIDEBAR ? self->sidebar : self->content);
}

static void
sl_split_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SlSplit *self = SL_SPLIT (object);

  if (id == PROP_SHOW_SIDEBAR)
    sl_split_set_show_sidebar (self, g_value_get_boolean (value));
  else
    {
      *(id == PROP_SIDEBAR ? &self->sidebar : &self->content) = g_value_get_object (value);
      g_object_set_property (G_OBJECT (self->view), id == PROP_SIDEBAR ? SIDEBAR : "content", value);
    }
}

static void
sl_split_dispose (GObject *object)
{
  SlSplit *self = SL_SPLIT (object);

  self->sidebar = self->content = NULL;
  g_clear_handle_id (&self->fold_idle, g_source_remove);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_pointer (&self->view, gtk_widget_unparent);
  G_OBJECT_CLASS (sl_split_parent_class)->dispose (object);
}

static void
sl_split_class_init (SlSplitClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (class);

  object->get_property = sl_split_get_property;
  object->set_property = sl_split_set_property;
  object->dispose = sl_split_dispose;
#if ADW_CHECK_VERSION (1, 4, 0)
  widget->measure = sl_split_measure;
  widget->size_allocate = sl_split_size_allocate;
#else
  gtk_widget_class_set_layout_manager_type (widget, GTK_TYPE_BIN_LAYOUT);
#endif
  props[PROP_SIDEBAR] =
      g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_CONTENT] =
      g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_SHOW_SIDEBAR] =
      g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object, N_PROPS, props);
}

static void
sl_split_init (SlSplit *self)
{
  self->view = view_new ();
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  g_signal_connect_swapped (self->view, "notify::" SHOW_SIDEBAR, G_CALLBACK (shown_cb), self);
}

/* --- functions ------------------------------------------------------------- */

/* GTK's tooltip that is due or shown belongs to the display, under this name. When the display closes, GTK
 * itself does the same as is done here; the next motion of the pointer makes another one. */
#define CURRENT_TOOLTIP "gdk-display-current-tooltip"

static gboolean
forget_tooltip_cb (gpointer display)
{
  GObject *tooltip = g_object_get_data (display, CURRENT_TOOLTIP);
  /* For half a second after a tooltip was shown a timeout holds it, whose end drops it. */
  GSource *timeout = tooltip ? g_main_context_find_source_by_user_data (NULL, tooltip) : NULL;

  if (timeout)
    {
      g_source_set_priority (timeout, G_PRIORITY_HIGH);
      g_source_set_ready_time (timeout, 0);
    }
  else if (tooltip && tooltip->ref_count == 1)
    g_object_set_data (display, CURRENT_TOOLTIP, NULL);
  return G_SOURCE_REMOVE;
}

/* Not at once: GTK may be about to use the tooltip. */
static gboolean
unrealize_hook (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (GTK_IS_WINDOW (widget) || GTK_IS_POPOVER (widget))
    g_idle_add_full (G_PRIORITY_HIGH, forget_tooltip_cb, g_object_ref (gtk_widget_get_display (widget)),
                     g_object_unref);
  return TRUE;
}

void
sl_tooltips_mend (void)
{
  static gboolean mended;

  if (!mended)
    g_signal_add_emission_hook (g_signal_lookup ("unrealize", GTK_TYPE_WIDGET), 0, unrealize_hook, NULL,
                                NULL);
  mended = TRUE;
}

void
sl_widget_get_color (GtkWidget *widget, GdkRGBA *color)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  gtk_widget_get_color (widget, color);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
#endif
}

GdkTexture *
sl_texture_new_for_gl (GdkGLContext *context, guint id, int width, int height, GDestroyNotify release,
                       gpointer data)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  g_autoptr (GdkGLTextureBuilder) builder = gdk_gl_texture_builder_new ();

  gdk_gl_texture_builder_set_context (builder, context);
  gdk_gl_texture_builder_set_id (builder, id);
  gdk_gl_texture_builder_set_width (builder, width);
  gdk_gl_texture_builder_set_height (builder, height);
  return gdk_gl_texture_builder_build (builder, release, data);
#else
  return gdk_gl_texture_new (context, id, width, height, release, data);
#endif
}
