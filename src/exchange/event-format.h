/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * TensorBoard's event files: records, each of them a message `Event`. The fields are those of
 * tensorflow/core/util/event.proto, framework/summary.proto and framework/tensor.proto.
 */

/* Of `Event`. */
#define OV_EVENT_WALL_TIME 1
#define OV_EVENT_STEP 2
#define OV_EVENT_FILE_VERSION 3
#define OV_EVENT_SUMMARY 5

/* Of `Summary`. */
#define OV_EVENT_SUMMARY_VALUE 1

/* Of `Summary.Value`. */
#define OV_EVENT_VALUE_TAG 1
#define OV_EVENT_VALUE_SIMPLE 2
#define OV_EVENT_VALUE_TENSOR 8

/* Of `TensorProto`. */
#define OV_EVENT_TENSOR_TYPE 1
#define OV_EVENT_TENSOR_CONTENT 4
#define OV_EVENT_TENSOR_FLOATS 5
#define OV_EVENT_TENSOR_DOUBLES 6

/* Of `DataType`. */
#define OV_EVENT_TYPE_FLOAT 1
#define OV_EVENT_TYPE_DOUBLE 2

/* What every file begins with. */
#define OV_EVENT_VERSION "brain.Event:2"

/* A record is its length, the sum of that, as many bytes, and the sum of those. */
#define OV_EVENT_RECORD_HEAD 12
#define OV_EVENT_RECORD_FOOT 4

guint32 ov_event_sum (gconstpointer data,
                      gsize         size);
