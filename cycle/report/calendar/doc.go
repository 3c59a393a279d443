// Package calendar writes the days of a cycle for the calendars of its team
// (iCalendar, RFC 5545): its first and last day, the weekly days for collecting
// numbers, and the check points. All are whole days, in no time zone.
//
// Every event has an id of its own that stays the same, so that a later file
// changes the events of an earlier one instead of adding to them.
package calendar
