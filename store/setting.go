package store

import (
	"encoding/json"

	"go.etcd.io/bbolt"
)

// A Person is who writes on this laptop.
type Person struct {
	Name   string `json:"name"`
	School string `json:"school"`
}

const settingPerson = "person"

// Person returns who writes on this laptop; the zero Person before anyone has
// said.
func (s *Store) Person() (p Person, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		p = personIn(tx)
		return nil
	})
	return p, err
}

// SetPerson sets who writes from now on.
func (s *Store) SetPerson(p Person) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.SetSetting(settingPerson, string(data))
}

func personIn(tx *bbolt.Tx) Person {
	var p Person
	// A person that cannot be read is one who has not said: the app asks again.
	_ = json.Unmarshal(tx.Bucket(bucketMeta).Bucket(bucketSetting).Get([]byte(settingPerson)), &p)
	return p
}

// Setting returns a setting of this laptop; empty when it is not set.
func (s *Store) Setting(key string) (value string, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		value = string(tx.Bucket(bucketMeta).Bucket(bucketSetting).Get([]byte(key)))
		return nil
	})
	return value, err
}

// SetSetting sets a setting of this laptop; it is not synced.
func (s *Store) SetSetting(key, value string) error {
	return s.update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketMeta).Bucket(bucketSetting).Put([]byte(key), []byte(value))
	})
}
