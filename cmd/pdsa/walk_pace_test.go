package main

import "time"

// The pace of a person who is in no hurry. The times of keys and of making up
// one's mind are those of the keystroke-level model (Card, Moran and Newell, "The
// keystroke-level model for user performance time with interactive systems",
// Communications of the ACM 23(7), 1980); its time for moving the hand to a mouse
// does not occur.
//
// What the team talks about before it knows what to write is not the program's,
// and is not in it: the person has the words in mind.
const (
	// aLetter is the time of a letter in a text that one has in mind: 40 words of
	// five letters a minute. The model has 0.28 s for people who type, but not for
	// a living; 136 million keystrokes of volunteers came to 52 words a minute
	// (Dhakal and others, CHI 2018).
	aLetter = 300 * time.Millisecond
	// aKey is the time of a key beside the text: the model's time for
	// letters without a meaning.
	aKey = 500 * time.Millisecond
	// aDecision is the model's time for making up one's mind. It stands before every
	// text and every key, but for a key that is the one before once more and for
	// the key that ends a text: these follow by themselves.
	aDecision = 1350 * time.Millisecond
	// firstReading is the time to read a word that was never on the screen before:
	// 200 a minute, at which people read to learn (Carver, Journal of Reading 36(2),
	// 1992), below the 238 of adults who read English of this kind (Brysbaert,
	// Journal of Memory and Language 109, 2019).
	firstReading = time.Minute / 200
	// glance is the time to pass a word that has come back to the screen: 450 a
	// minute, at which people skim (Carver).
	glance = time.Minute / 450
)
