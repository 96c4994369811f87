/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sound/sl-tone.h"

#include <math.h>

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include "ui/sound/sl-tone-synth.h"

#define RATE 48000
/* Samples per buffer, and sound queued at the output: together the delay between hand and ear. */
#define BLOCK 480
#define WAITING_US 60000
/* An output that is silent for this long is closed. */
#define IDLE_MS 2000

struct _SlTone {
  GstElement *pipeline;     /* NULL: no output */
  guint watch, idle;
  gboolean failed;
  /* Passed from the main thread to GStreamer's; atomic, so that it is read whole. */
  _Atomic float value;
  SlToneSynth synth;        /* used by GStreamer's thread only, as is the next */
  guint64 n_made;
};

/* The first installed sink; the desktop decides which one that is. */
static GstElement *
make_sink (void)
{
  static const char *const names[] = { "autoaudiosink", "pipewiresink", "pulsesink", "alsasink" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GstElement *sink = gst_element_factory_make (names[i], NULL);

      if (sink)
        return sink;
    }
  return NULL;
}

static void
need_cb (GstAppSrc *source, guint length, gpointer data)
{
  SlTone *self = data;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, BLOCK * sizeof (float), NULL);
  GstMapInfo map;

  if (!gst_buffer_map (buffer, &map, GST_MAP_WRITE))
    {
      gst_buffer_unref (buffer);
      return;
    }
  sl_tone_synth_fill (&self->synth, self->value, RATE, (float *) (gpointer) map.data, BLOCK);
  gst_buffer_unmap (buffer, &map);
  /* Samples are produced as the output needs them, which sets the pace. */
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (self->n_made, GST_SECOND, RATE);
  GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (BLOCK, GST_SECOND, RATE);
  self->n_made += BLOCK;
  gst_app_src_push_buffer (source, buffer);
}

static gboolean
message_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  SlTone *self = data;
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING)
    gst_message_parse_warning (message, &error, NULL);
  /* Where none of its outputs opens, the automatic sink warns and discards the sound. */
  if (!error || (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING && error->domain != GST_RESOURCE_ERROR))
    return G_SOURCE_CONTINUE;
  g_debug ("no sound: %s", error->message);
  self->failed = TRUE;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  return G_SOURCE_CONTINUE;
}

/* Sinks choose their own sinks inside. */
static void
element_cb (GstBin *bin, GstBin *parent, GstElement *element, gpointer data)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), "buffer-time"))
    g_object_set (element, "buffer-time", (gint64) WAITING_US, NULL);
}

SlTone *
sl_tone_new (void)
{
  SlTone *self = g_new0 (SlTone, 1);
  GstElement *source, *convert, *resample, *sink;
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstBus) bus = NULL;
  GstAppSrcCallbacks callbacks = { .need_data = need_cb };

  self->value = NAN;
  if (!gst_init_check (NULL, NULL, NULL))
    return self;
  source = gst_element_factory_make ("appsrc", NULL);
  convert = gst_element_factory_make ("audioconvert", NULL);
  resample = gst_element_factory_make ("audioresample", NULL);
  sink = make_sink ();
  if (!source || !convert || !resample || !sink)
    {
      g_clear_pointer (&source, gst_object_unref);
      g_clear_pointer (&convert, gst_object_unref);
      g_clear_pointer (&resample, gst_object_unref);
      g_clear_pointer (&sink, gst_object_unref);
      return self;
    }
  caps = gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING,
                              G_BYTE_ORDER == G_LITTLE_ENDIAN ? "F32LE" : "F32BE", "layout", G_TYPE_STRING,
                              "interleaved", "rate", G_TYPE_INT, RATE, "channels", G_TYPE_INT, 1, NULL);
  g_object_set (source, "caps", caps, "format", GST_FORMAT_TIME, "max-bytes",
                (guint64) (2 * BLOCK * sizeof (float)), NULL);
  gst_app_src_set_callbacks (GST_APP_SRC (source), &callbacks, self, NULL);
  self->pipeline = gst_pipeline_new (NULL);
  g_signal_connect (self->pipeline, "deep-element-added", G_CALLBACK (element_cb), NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), source, convert, resample, sink, NULL);
  gst_element_link_many (source, convert, resample, sink, NULL);
  bus = gst_element_get_bus (self->pipeline);
  self->watch = gst_bus_add_watch (bus, message_cb, self);
  return self;
}

void
sl_tone_free (SlTone *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_handle_id (&self->watch, g_source_remove);
  if (self->pipeline)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_pointer (&self->pipeline, gst_object_unref);
  g_free (self);
}

static gboolean
idle_cb (gpointer data)
{
  SlTone *self = data;

  self->idle = 0;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  self->synth = (SlToneSynth){ 0 }; /* its thread has ended */
  self->n_made = 0;
  return G_SOURCE_REMOVE;
}

void
sl_tone_set (SlTone *self, double value)
{
  if (!sl_tone_is_available (self))
    return;
  self->value = (float) value;
  if (!isnan (value))
    {
      g_clear_handle_id (&self->idle, g_source_remove);
      if (GST_STATE_TARGET (self->pipeline) != GST_STATE_PLAYING
          && gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
        {
          self->failed = TRUE;
          gst_element_set_state (self->pipeline, GST_STATE_NULL);
        }
    }
  else if (!self->idle && GST_STATE_TARGET (self->pipeline) == GST_STATE_PLAYING)
    self->idle = g_timeout_add (IDLE_MS, idle_cb, self);
}

gboolean
sl_tone_is_available (SlTone *self)
{
  return self->pipeline && !self->failed;
}
